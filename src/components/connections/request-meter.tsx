"use client";

import { useQuery } from "@tanstack/react-query";
import { budgetText } from "@/components/connections/budget-text";
import { useRefetchOnChange } from "@/components/connections/use-refetch-on-change";
import { classNames } from "@/components/ui/class-names";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Section } from "@/components/ui/section";
import { LoadingRegion, Skeleton } from "@/components/ui/skeleton";
import type { ConnectionView, RequestBudget } from "@/shared/schemas/connection";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

/** While the page is seen; a page in the background asks nothing. */
const POLL_MS = 10_000;

const FILL = { calm: "bg-ok", low: "bg-warn", spent: "bg-bad" } as const;

/** How many requests the connection may still send to its broker in this minute. */
export function RequestMeter({ connection }: { connection: Pick<ConnectionView, "id" | "version"> }) {
  const budget = useQuery(
    useTRPC().connections.budget.queryOptions(
      { connectionId: connection.id },
      { refetchInterval: POLL_MS, staleTime: 0 },
    ),
  );
  useRefetchOnChange(connection.version, budget.refetch);
  if (budget.data === null) return null;
  return (
    <Section title="Requests this minute">
      {budget.data !== undefined ? (
        <Meter budget={budget.data} />
      ) : budget.error !== null ? (
        <ErrorNotice error={toErrorResponse(budget.error)} onRetry={() => void budget.refetch()} />
      ) : (
        <LoadingRegion label="Loading the requests of this minute">
          <div className="flex flex-col gap-3">
            <Skeleton className="w-24" />
            <Skeleton className="h-1.5 w-full" />
            <Skeleton className="w-48" />
          </div>
        </LoadingRegion>
      )}
    </Section>
  );
}

function Meter({ budget }: { budget: RequestBudget }) {
  const { left, reset, share, tone } = budgetText(budget);
  return (
    <div className="flex flex-col gap-2">
      <p className="font-medium tabular-nums">{left}</p>
      <meter
        aria-label="Requests left this minute"
        min={0}
        max={budget.limit}
        value={budget.remaining}
        className="sr-only"
      />
      <div aria-hidden className="h-1.5 overflow-hidden rounded-sm bg-sunken">
        <div
          className={classNames("h-full origin-left", FILL[tone])}
          style={{ transform: `scaleX(${share})` }}
        />
      </div>
      <p className="text-13 text-ink-soft">
        {tone === "spent" && "Reading waits; renewing the session still has its share. "}
        <span className="tabular-nums">{reset}</span>
      </p>
    </div>
  );
}
