"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useConnections } from "@/components/shell/connections-provider";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Section } from "@/components/ui/section";
import { useToast } from "@/components/ui/toast";
import type { BrokerDescription } from "@/shared/schemas/broker";
import type { ConnectionView } from "@/shared/schemas/connection";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

interface RemoveConnectionProps {
  connection: ConnectionView;
  broker: Pick<BrokerDescription, "name">;
}

/** Takes the connection away for good, after naming what is lost. */
export function RemoveConnection({ connection, broker }: RemoveConnectionProps) {
  const router = useRouter();
  const toast = useToast();
  const { drop } = useConnections();
  const [open, setOpen] = useState(false);
  const remove = useMutation(
    useTRPC().connections.remove.mutationOptions({
      onSuccess: () => {
        router.push("/settings/connections");
        drop(connection.id);
        toast({ tone: "ok", title: `Removed “${connection.label}”` });
      },
    }),
  );
  const signingIn = connection.login !== null;
  return (
    <Section title="Remove this connection">
      <div className="flex flex-col items-start gap-3">
        <p className="text-13 text-ink-soft">
          {signingIn
            ? "Cancel the sign-in first; then the connection can be removed."
            : "Deletes the connection with all that Wheelhouse keeps about it. It can't be undone."}
          {connection.session !== null && !signingIn && " To end the session only, disconnect instead."}
        </p>
        <Button disabled={signingIn} onClick={() => setOpen(true)}>
          Remove connection
        </Button>
      </div>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Remove “${connection.label}” for good?`}
        consequences={[
          connection.session === null
            ? "Its settings, its attempts and its flight recorder are deleted."
            : `The session is ended at ${broker.name}; its settings, its attempts and its flight recorder are deleted.`,
          "Stored credentials and the device identity are deleted: the next sign-in counts as a new device.",
          "Its figures leave the dashboard.",
        ]}
        keeps="Your accounts at the broker are not touched, and the audit log keeps its entries."
        confirmLabel="Remove connection"
        busyLabel="Removing"
        typedWord="remove"
        busy={remove.isPending}
        error={remove.error === null ? null : toErrorResponse(remove.error)}
        onConfirm={() => remove.mutate({ connectionId: connection.id })}
      />
    </Section>
  );
}
