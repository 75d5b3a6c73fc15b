"use client";

import { ScrollText, SearchX } from "lucide-react";
import { AuditTable } from "@/components/audit/audit-table";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNotice } from "@/components/ui/error-notice";
import { TableSkeleton } from "@/components/ui/table-skeleton";
import type { AuditEventView } from "@/shared/schemas/audit";
import type { ErrorResponse } from "@/shared/schemas/error-response";

interface AuditListProps {
  /** Null until the first answer. */
  events: readonly AuditEventView[] | null;
  filtered: boolean;
  error: ErrorResponse | null;
  /** What is shown answers the question before. */
  dimmed: boolean;
  openId: string | null;
  onOpen: (event: AuditEventView) => void;
  onRetry: () => void;
  onClear: () => void;
  onMore: (() => void) | undefined;
  loadingMore: boolean;
}

/** The events, or why there are none to show. */
export function AuditList(props: AuditListProps) {
  const { events, filtered, error, dimmed, openId, onOpen, onRetry, onClear, onMore, loadingMore } = props;
  return (
    <>
      {error !== null && (
        <div className="border-b border-line p-3">
          <ErrorNotice error={error} onRetry={onRetry} />
        </div>
      )}
      {events === null && error === null && <TableSkeleton label="Reading the audit log" rows={12} />}
      {events !== null && events.length === 0 && filtered && (
        <EmptyState
          icon={<SearchX />}
          title="No event matches"
          action={<Button onClick={onClear}>Clear the filters</Button>}
        >
          Nothing in the log fits all the filters at once.
        </EmptyState>
      )}
      {events !== null && events.length === 0 && !filtered && (
        <EmptyState icon={<ScrollText />} title="The log is empty">
          Sign-ins, connections and refusals are written here as they happen.
        </EmptyState>
      )}
      {events !== null && events.length > 0 && (
        <div className={classNames("transition-opacity duration-100", dimmed && "opacity-60")}>
          <AuditTable events={events} openId={openId} onOpen={onOpen} />
          <footer className="flex items-center justify-between gap-3 border-t border-line px-4 py-2 text-13 text-ink-soft">
            <span role="status">
              {events.length} event{events.length === 1 ? "" : "s"} shown
              {onMore === undefined && ", the end of the list"}
            </span>
            {onMore !== undefined && (
              <Button busy={loadingMore} busyLabel="Loading" onClick={onMore}>
                Load more
              </Button>
            )}
          </footer>
        </div>
      )}
    </>
  );
}
