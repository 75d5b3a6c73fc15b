"use client";

import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { DisconnectDialog } from "@/components/connections/disconnect-dialog";
import { FactList } from "@/components/connections/fact-list";
import { upkeepOutlook } from "@/components/connections/upkeep-outlook";
import { useConnections } from "@/components/shell/connections-provider";
import { Button } from "@/components/ui/button";
import { ErrorNotice } from "@/components/ui/error-notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { useToast } from "@/components/ui/toast";
import type { BrokerDescription } from "@/shared/schemas/broker";
import type { ConnectionView } from "@/shared/schemas/connection";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

interface ConnectedPanelProps {
  connection: ConnectionView;
  broker: BrokerDescription;
}

/** The live broker session: since when, until when, and what can be done with it. */
export function ConnectedPanel({ connection, broker }: ConnectedPanelProps) {
  const trpc = useTRPC();
  const toast = useToast();
  const { apply } = useConnections();
  const [leaving, setLeaving] = useState(false);
  const check = useMutation(
    trpc.connections.check.mutationOptions({
      onSuccess: (view) => {
        apply(view);
        if (view.status === "connected" && view.health === "ok") {
          toast({ tone: "ok", title: `${broker.name} says the session is good` });
        }
      },
    }),
  );
  const refresh = useMutation(
    trpc.connections.refresh.mutationOptions({
      onSuccess: (view) => {
        apply(view);
        if (view.status === "connected") toast({ tone: "ok", title: "Session refreshed" });
      },
    }),
  );
  const { health, session } = connection;
  const { reset: forgetCheck } = check;
  const { reset: forgetRefresh } = refresh;
  const known = useRef(health);
  useEffect(() => {
    // A failure tells of the health that it was met with: with another one it is over.
    if (known.current === health) return;
    known.current = health;
    forgetCheck();
    forgetRefresh();
  }, [health, forgetCheck, forgetRefresh]);
  const error = check.error ?? refresh.error;
  const failure = error === null ? null : toErrorResponse(error);
  const busy = check.isPending || refresh.isPending;

  return (
    <Section
      title="Broker session"
      actions={
        <>
          <Button
            busy={check.isPending}
            disabled={busy && !check.isPending}
            onClick={() => {
              forgetRefresh();
              check.mutate({ connectionId: connection.id });
            }}
          >
            Check now
          </Button>
          <Button
            busy={refresh.isPending}
            disabled={busy && !refresh.isPending}
            onClick={() => {
              forgetCheck();
              refresh.mutate({ connectionId: connection.id });
            }}
          >
            Refresh session
          </Button>
          <Button onClick={() => setLeaving(true)}>Disconnect</Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {/* What has become the connection's own trouble stands above, with what to do about it. */}
        {failure !== null && failure.name !== connection.errorCode && <ErrorNotice error={failure} />}
        {session !== null && (
          <FactList
            facts={[
              { term: "Since", value: <RelativeTime at={session.createdAt} /> },
              {
                // What Wheelhouse renews by itself does not end for the person.
                term: connection.deadlineAt === null ? "Renewed before" : "Ends",
                value: (
                  <>
                    <RelativeTime at={connection.deadlineAt ?? session.expiresAt} />
                    {!upkeepOutlook(connection, 0).isRefused && (
                      <p className="text-13 text-ink-soft">{broker.deadlines.sessionEnds}</p>
                    )}
                  </>
                ),
              },
              { term: "Last activity", value: <RelativeTime at={session.lastActivityAt} /> },
            ]}
          />
        )}
      </div>
      <DisconnectDialog connection={connection} broker={broker} open={leaving} onOpenChange={setLeaving} />
    </Section>
  );
}
