"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useConnections } from "@/components/shell/connections-provider";
import { CheckboxField } from "@/components/ui/checkbox-field";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useToast } from "@/components/ui/toast";
import type { BrokerDescription } from "@/shared/schemas/broker";
import type { ConnectionView } from "@/shared/schemas/connection";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

interface DisconnectDialogProps {
  connection: ConnectionView;
  broker: Pick<BrokerDescription, "name">;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Says what a disconnect ends and what it keeps, and asks whether stored credentials go too. */
export function DisconnectDialog({ connection, broker, open, onOpenChange }: DisconnectDialogProps) {
  const toast = useToast();
  const { apply } = useConnections();
  const [forget, setForget] = useState(false);
  const disconnect = useMutation(
    useTRPC().connections.disconnect.mutationOptions({
      onSuccess: (view) => {
        apply(view);
        onOpenChange(false);
        if (view.revokedAtBroker !== false) {
          toast({
            tone: "ok",
            title: `Disconnected from ${broker.name}`,
            detail: "The session was ended there too.",
          });
        }
      },
    }),
  );
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Disconnect “${connection.label}”?`}
      consequences={[
        `The session is ended at ${broker.name} and deleted here.`,
        "Figures of its accounts leave the dashboard, and cached ones are deleted.",
        "To connect again you sign in, and may have to approve it.",
      ]}
      keeps="The connection, its settings, its device identity and its history stay."
      confirmLabel="Disconnect"
      busyLabel="Disconnecting"
      busy={disconnect.isPending}
      error={disconnect.error === null ? null : toErrorResponse(disconnect.error)}
      onConfirm={() => disconnect.mutate({ connectionId: connection.id, forgetCredentials: forget })}
    >
      {connection.remembers.length > 0 && (
        <CheckboxField
          label="Forget the stored credentials too"
          help="The next sign-in then asks for all of them."
          checked={forget}
          onCheckedChange={setForget}
        />
      )}
    </ConfirmDialog>
  );
}
