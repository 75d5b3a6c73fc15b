"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { DataKeysSection } from "@/components/keys/data-keys-section";
import { type KeyAct, KeyActDialog } from "@/components/keys/key-act-dialog";
import { KeyHistory } from "@/components/keys/key-history";
import { KeyProcesses } from "@/components/keys/key-processes";
import { KeySteps } from "@/components/keys/key-steps";
import { ErrorNotice } from "@/components/ui/error-notice";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { TableSkeleton } from "@/components/ui/table-skeleton";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

/** While something is under way, the page looks again after this time, milliseconds. */
const LOOK_AGAIN_MS = 2000;

/** The install's keys: what they are, what holds them, and how they are changed. */
export function KeysPage({ email }: { email: string }) {
  const trpc = useTRPC();
  const [act, setAct] = useState<KeyAct | null>(null);
  const status = useQuery({
    ...trpc.keys.status.queryOptions(),
    refetchInterval: ({ state }) =>
      state.data?.rotation?.status === "running" || state.data?.nextStep === "wait" ? LOOK_AGAIN_MS : false,
  });
  return (
    <>
      <PageHeader
        title="Keys"
        description="Everything secret is encrypted under a data key of its person; the master key wraps those. No key is ever shown here but a new one, once."
      />
      <div className="flex flex-col gap-6">
        {status.isPending && (
          <Section title="Master key" flush>
            <TableSkeleton label="Reading what is known of the keys" rows={4} />
          </Section>
        )}
        {status.error !== null && (
          <ErrorNotice
            error={toErrorResponse(status.error)}
            onRetry={() => status.refetch()}
            busy={status.isFetching}
          />
        )}
        {status.data !== undefined && (
          <>
            <KeySteps status={status.data} onAct={setAct} />
            <DataKeysSection status={status.data} onAct={setAct} />
            <KeyHistory masterKeys={status.data.masterKeys} onAct={setAct} />
            <KeyProcesses status={status.data} />
          </>
        )}
      </div>
      {act !== null && <KeyActDialog act={act} email={email} onClose={() => setAct(null)} />}
    </>
  );
}
