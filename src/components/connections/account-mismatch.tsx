"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useConnections } from "@/components/shell/connections-provider";
import { Button } from "@/components/ui/button";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Notice } from "@/components/ui/notice";
import { ERROR_CODES } from "@/shared/error-codes";
import type { BrokerDescription } from "@/shared/schemas/broker";
import type { ConnectionView } from "@/shared/schemas/connection";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

interface AccountMismatchProps {
  connection: ConnectionView;
  broker: Pick<BrokerDescription, "name">;
}

/** The login was another account's: nothing was mixed up, and that account can have a connection of its own. */
export function AccountMismatch({ connection, broker }: AccountMismatchProps) {
  const router = useRouter();
  const { apply } = useConnections();
  const add = useMutation(
    useTRPC().connections.add.mutationOptions({
      onSuccess: (view) => {
        apply(view);
        router.push(`/settings/connections/${view.id}`);
      },
    }),
  );
  const label = `${connection.label.slice(0, 50)} (other)`;
  return (
    <>
      <Notice
        tone="needs"
        announce="alert"
        title="That login belongs to another account."
        actions={
          <Button
            tone="primary"
            busy={add.isPending}
            onClick={() => add.mutate({ broker: connection.broker, label, access: connection.access })}
          >
            Add it as a new connection
          </Button>
        }
      >
        <p>
          “{connection.label}” stays with the account it had
          {connection.accounts.length > 0 &&
            ` (${connection.accounts.map((account) => account.maskedNumber).join(", ")})`}
          ; the new session was not kept.
        </p>
        <p>
          Sign in below with the first account, or give the other one its own connection at {broker.name}.
        </p>
        <p className="text-12 text-ink-soft">Error {ERROR_CODES.AUTH_ACCOUNT_MISMATCH.number}</p>
      </Notice>
      {add.error !== null && <ErrorNotice error={toErrorResponse(add.error)} />}
    </>
  );
}
