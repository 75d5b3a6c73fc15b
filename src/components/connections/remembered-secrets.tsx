"use client";

import { useMutation } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { FoldingPanel } from "@/components/connections/folding-panel";
import { useConnections } from "@/components/shell/connections-provider";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useToast } from "@/components/ui/toast";
import type { BrokerDescription } from "@/shared/schemas/broker";
import type { ConnectionView } from "@/shared/schemas/connection";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

interface RememberedSecretsProps {
  connection: ConnectionView;
  broker: Pick<BrokerDescription, "credentialFields">;
}

/** What is stored for the next sign-in, by name only, and the way to have it forgotten. */
export function RememberedSecrets({ connection, broker }: RememberedSecretsProps) {
  const toast = useToast();
  const { apply } = useConnections();
  const [asking, setAsking] = useState(false);
  const forget = useMutation(
    useTRPC().connections.forgetCredentials.mutationOptions({
      onSuccess: (view) => {
        apply(view);
        setAsking(false);
        toast({ tone: "ok", title: "Stored credentials forgotten" });
      },
    }),
  );
  const labelOf = (name: string) =>
    broker.credentialFields.find((field) => field.name === name)?.label ?? name;
  const nothing = connection.remembers.length === 0;
  return (
    <FoldingPanel
      connection={connection}
      title="Remembered for sign-in"
      actions={!nothing && <Button onClick={() => setAsking(true)}>Forget</Button>}
    >
      {nothing ? (
        <p className="text-13 text-ink-soft">
          Nothing. Wheelhouse keeps the session only and asks you when it ends.
        </p>
      ) : (
        <ul className="flex flex-col gap-1.5">
          {connection.remembers.map((name) => (
            <li key={name} className="flex items-center gap-2">
              <KeyRound aria-hidden className="size-4 shrink-0 text-ink-soft" />
              {labelOf(name)}
              <span className="text-13 text-ink-soft">stored encrypted</span>
            </li>
          ))}
        </ul>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Forget the stored credentials?"
        consequences={[
          `${new Intl.ListFormat("en").format(connection.remembers.map(labelOf))} will be deleted from this server.`,
          "The next sign-in asks you for all of them.",
        ]}
        keeps="The session that runs now goes on."
        confirmLabel="Forget"
        busy={forget.isPending}
        error={forget.error === null ? null : toErrorResponse(forget.error)}
        onConfirm={() => forget.mutate({ connectionId: connection.id })}
      />
    </FoldingPanel>
  );
}
