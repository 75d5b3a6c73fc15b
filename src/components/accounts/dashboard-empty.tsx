"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { Cable } from "lucide-react";
import { useRouter } from "next/navigation";
import { useConnections } from "@/components/shell/connections-provider";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNotice } from "@/components/ui/error-notice";
import { PageHeader } from "@/components/ui/page-header";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

/** No connection yet: one button adds the first broker that is offered and leads to its sign-in. */
export function DashboardEmpty() {
  const trpc = useTRPC();
  const router = useRouter();
  const { apply } = useConnections();
  const brokers = useQuery(trpc.brokers.list.queryOptions());
  const add = useMutation(
    trpc.connections.add.mutationOptions({
      onSuccess: (view) => {
        router.push(`/settings/connections/${view.id}`);
        apply(view);
      },
    }),
  );
  const first = brokers.data?.[0];
  const failure = brokers.error ?? add.error;
  return (
    <>
      <PageHeader title="Dashboard" />
      <div className="flex flex-col gap-4">
        {failure !== null && <ErrorNotice error={toErrorResponse(failure)} />}
        <Card>
          <EmptyState
            icon={<Cable />}
            title="Nothing is connected yet"
            action={
              first !== undefined && (
                <Button
                  tone="primary"
                  busy={add.isPending}
                  busyLabel="Adding the connection"
                  onClick={() => add.mutate({ broker: first.id, label: first.name })}
                >
                  Connect {first.name}
                </Button>
              )
            }
          >
            This page shows how your brokerage connections stand and what their accounts hold. Connect one to
            begin: it starts read only, and nothing is sent before you sign in.
          </EmptyState>
        </Card>
      </div>
    </>
  );
}
