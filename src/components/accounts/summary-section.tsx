"use client";

import { RefreshCw } from "lucide-react";
import { AccountTable } from "@/components/accounts/account-table";
import { ProvenanceLine } from "@/components/accounts/provenance-line";
import { UnreadTable } from "@/components/accounts/unread-table";
import type { ConnectionSummary } from "@/components/accounts/use-account-summaries";
import { ErrorNotice } from "@/components/ui/error-notice";
import { IconButton } from "@/components/ui/icon-button";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { LoadingRegion, Skeleton } from "@/components/ui/skeleton";
import { ERROR_CODES } from "@/shared/error-codes";
import type { AccountSummaryView } from "@/shared/schemas/account";
import type { ErrorResponse } from "@/shared/schemas/error-response";
import { localErrorResponse } from "@/trpc/error-response";

interface SummarySectionProps {
  summary: ConnectionSummary;
  brokerName: string;
  onRefresh: () => void;
}

/** The accounts of one connection: figures, their age, or why there are none. */
export function SummarySection({ summary, brokerName, onRefresh }: SummarySectionProps) {
  const { connection, state, view, busy } = summary;
  const provenance = state === "failed" ? { state, asOf: view?.provenance.asOf ?? null } : view?.provenance;
  return (
    <Section
      title={connection.label}
      flush
      actions={
        <>
          {provenance !== undefined && <ProvenanceLine provenance={provenance} brokerName={brokerName} />}
          <IconButton label={`Refresh ${connection.label}`} disabled={busy} onClick={onRefresh}>
            <RefreshCw aria-hidden className={busy ? "animate-spin motion-reduce:animate-none" : undefined} />
          </IconButton>
        </>
      }
    >
      {state === "loading" && <TableSkeleton label={connection.label} />}
      {state === "figures" && view !== undefined && (
        <>
          <StaleNotice view={view} error={summary.error} brokerName={brokerName} />
          <AccountTable accounts={view.accounts} label={connection.label} />
        </>
      )}
      {state === "failed" && (
        <>
          <div className="p-4">
            <ErrorNotice
              error={failureOf(summary)}
              {...(connection.status === "connected" && { onRetry: onRefresh })}
              retryLabel="Read again"
              busy={busy}
            />
          </div>
          <UnreadTable accounts={connection.accounts} label={connection.label} />
        </>
      )}
    </Section>
  );
}

/** Without a session, why there is none says more than that nothing could be read. */
function failureOf({ connection, view, error }: ConnectionSummary): ErrorResponse {
  const lost = connection.status === "connected" ? null : connection.errorCode;
  if (lost === null && error !== null) return error;
  const code = lost ?? view?.provenance.errorCode ?? "API_UNEXPECTED";
  return localErrorResponse(code, ERROR_CODES[code].message);
}

interface StaleNoticeProps {
  view: AccountSummaryView;
  error: ErrorResponse | null;
  brokerName: string;
}

function StaleNotice({ view, error, brokerName }: StaleNoticeProps) {
  const code = error?.name ?? view.provenance.errorCode;
  if (view.provenance.state !== "stale" && error === null) return null;
  return (
    <div className="p-4 pb-2">
      <Notice tone="warn" title="These figures are old.">
        {code === null
          ? `${brokerName} could not be read since. They stay until a new reading arrives.`
          : `The last reading did not succeed: ${ERROR_CODES[code].message.toLowerCase()} (error ${ERROR_CODES[code].number}). They stay until a new one arrives.`}
      </Notice>
    </div>
  );
}

function TableSkeleton({ label }: { label: string }) {
  return (
    <LoadingRegion label={`Reading ${label}`}>
      <div className="flex flex-col gap-4 p-4">
        <Skeleton className="w-full" />
        <Skeleton className="w-full" />
        <Skeleton className="w-2/3" />
      </div>
    </LoadingRegion>
  );
}
