"use client";

import { useMutation } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { useConnections } from "@/components/shell/connections-provider";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import type { BrokerDescription } from "@/shared/schemas/broker";
import type { ConnectionView } from "@/shared/schemas/connection";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

interface RetryButtonProps {
  connection: Pick<ConnectionView, "id">;
  broker: Pick<BrokerDescription, "name">;
  /** `primary` where it is the one next step. */
  tone: "primary" | "secondary";
}

/** Tries at once to save the session, without waiting for the next planned try. It never sends a password. */
export function RetryButton({ connection, broker, tone }: RetryButtonProps) {
  const toast = useToast();
  const { apply } = useConnections();
  const retry = useMutation(
    useTRPC().connections.retry.mutationOptions({
      onSuccess: (view) => {
        apply(view);
        if (view.status === "connected" && view.health === "ok") {
          toast({ tone: "ok", title: `${broker.name} answers again; the session is good` });
        } else {
          toast({ tone: "warn", title: "It did not work this time" });
        }
      },
      onError: (error) => {
        const { message, code } = toErrorResponse(error);
        toast({ tone: "warn", title: "It did not work this time", detail: `${message} (${code})` });
      },
    }),
  );
  return (
    <Button
      tone={tone}
      icon={<RotateCw aria-hidden className="size-4" />}
      busy={retry.isPending}
      busyLabel={`Asking ${broker.name}`}
      onClick={() => retry.mutate({ connectionId: connection.id })}
    >
      Try again now
    </Button>
  );
}
