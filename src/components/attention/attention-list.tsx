"use client";

import { CircleCheck, SlidersHorizontal } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { AttentionRow } from "@/components/attention/attention-row";
import { useAttention } from "@/components/attention/use-attention";
import { Button } from "@/components/ui/button";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Section } from "@/components/ui/section";
import { TableSkeleton } from "@/components/ui/table-skeleton";
import { SourceNote } from "@/components/wheel/source-note";
import type { WheelSource } from "@/shared/schemas/wheel";
import { toErrorResponse } from "@/trpc/error-response";

interface AttentionListProps {
  /** So many are shown before the rest is asked for. */
  limit?: number;
}

/** Everything that needs the person now, the most severe first. */
export function AttentionList({ limit = 5 }: AttentionListProps) {
  const { attention, justChanged, dismiss, restore, failure } = useAttention();
  const [all, setAll] = useState(false);
  const [withDismissed, setWithDismissed] = useState(false);
  const error = attention.error === null ? null : toErrorResponse(attention.error);
  if (error?.name === "API_PERMISSION_DENIED") return null;
  const items = attention.data?.items ?? [];
  const open = items.filter(({ dismissedAt, key }) => dismissedAt === null || justChanged.has(key));
  const aside = items.filter((item) => !open.includes(item));
  const first = open.filter(({ key }, place) => place < limit || justChanged.has(key));
  const shown = [...(all ? open : first), ...(withDismissed ? aside : [])];
  const left = open.filter(({ dismissedAt }) => dismissedAt === null).length;
  return (
    <Section
      title={left === 0 ? "Needs attention" : `Needs attention (${left})`}
      flush
      actions={
        <Button asChild size="small" tone="quiet">
          <Link href="/settings/attention">
            <SlidersHorizontal aria-hidden className="size-4" />
            Thresholds
          </Link>
        </Button>
      }
    >
      {attention.isPending && <TableSkeleton label="Looking for what needs you" rows={3} />}
      {(error !== null || failure !== null) && (
        <div className="p-4">
          <ErrorNotice
            error={error ?? toErrorResponse(failure)}
            {...(error !== null && { onRetry: () => void attention.refetch() })}
            busy={attention.isFetching}
          />
        </div>
      )}
      {attention.data !== undefined && (
        <>
          <SourceNote sources={attention.data.sources} />
          {open.length === 0 && <NothingNeedsYou isSure={!attention.data.sources.some(hasFailed)} />}
          {shown.length > 0 && (
            <ul aria-label="What needs you">
              {shown.map((item) => (
                <AttentionRow
                  key={item.key}
                  item={item}
                  onDismiss={() => dismiss(item)}
                  onRestore={() => restore(item)}
                />
              ))}
            </ul>
          )}
          {(open.length > first.length || aside.length > 0) && (
            <div className="flex flex-wrap gap-2 border-t border-line px-3 py-1.5">
              {open.length > first.length && (
                <Button tone="quiet" size="small" onClick={() => setAll((now) => !now)}>
                  {all ? "Show the first ones only" : `Show ${open.length - first.length} more`}
                </Button>
              )}
              {aside.length > 0 && (
                <Button tone="quiet" size="small" onClick={() => setWithDismissed((now) => !now)}>
                  {withDismissed ? "Hide dismissed" : `Show ${aside.length} dismissed`}
                </Button>
              )}
            </div>
          )}
        </>
      )}
    </Section>
  );
}

const hasFailed = ({ parts }: WheelSource): boolean => parts.some(({ state }) => state === "failed");

/** What could not be read may well hold something. */
function NothingNeedsYou({ isSure }: { isSure: boolean }) {
  return (
    <p className="flex items-center gap-2 px-4 py-3 text-13 text-ink-soft">
      {isSure && <CircleCheck aria-hidden className="size-4 text-ok" />}
      {isSure ? "Nothing needs you." : "Nothing that is known needs you."}
    </p>
  );
}
