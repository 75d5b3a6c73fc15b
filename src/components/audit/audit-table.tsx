"use client";

import type { KeyboardEvent } from "react";
import { AuditMark, OUTCOME_LOOKS, SEVERITY_LOOKS } from "@/components/audit/audit-looks";
import { classNames } from "@/components/ui/class-names";
import { formatCompactTime, formatExactTime } from "@/components/ui/format-time";
import { Tooltip } from "@/components/ui/tooltip";
import type { AuditEventView } from "@/shared/schemas/audit";

interface AuditTableProps {
  events: readonly AuditEventView[];
  openId: string | null;
  onOpen: (event: AuditEventView) => void;
}

const HEAD = "h-8 border-b border-line bg-surface px-3 text-left text-12 font-medium text-ink-soft";
const CELL = "px-3 py-1 max-md:px-0 max-md:py-0";

/** Arrow keys move from row to row; Enter opens, as on any button. */
function moveBetweenRows(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-audit-row]")];
  const here = buttons.indexOf(document.activeElement as HTMLElement);
  const next = buttons[here + (event.key === "ArrowDown" ? 1 : -1)];
  if (here === -1 || next === undefined) return;
  event.preventDefault();
  next.focus();
}

/** One event a row, newest first; on a phone three short lines instead. */
export function AuditTable({ events, openId, onOpen }: AuditTableProps) {
  const now = new Date();
  return (
    <table className="w-full text-13 max-md:block">
      <caption className="sr-only">Audit events, newest first</caption>
      <thead className="sticky top-12 z-10 max-md:sr-only">
        <tr>
          <th scope="col" className={classNames(HEAD, "w-36 pl-4")}>
            Time
          </th>
          <th scope="col" className={HEAD}>
            Event
          </th>
          <th scope="col" className={HEAD}>
            Person
          </th>
          <th scope="col" className={classNames(HEAD, "w-28")}>
            Outcome
          </th>
          <th scope="col" className={classNames(HEAD, "w-28")}>
            Severity
          </th>
          <th scope="col" className={classNames(HEAD, "w-36 pr-4")}>
            Address
          </th>
        </tr>
      </thead>
      <tbody className="max-md:block" onKeyDown={moveBetweenRows}>
        {events.map((event) => (
          <tr
            key={event.id}
            className={classNames(
              "relative h-8 border-b border-line last:border-b-0 max-md:grid max-md:h-auto max-md:grid-cols-[1fr_auto] max-md:gap-x-3 max-md:gap-y-0.5 max-md:px-4 max-md:py-2.5",
              event.id === openId ? "bg-action-wash" : "hover:bg-sunken/60",
            )}
          >
            <td className={classNames(CELL, "pl-4 whitespace-nowrap text-ink-soft max-md:order-3")}>
              <Tooltip text={formatExactTime(event.occurredAt)}>
                <time dateTime={event.occurredAt}>{formatCompactTime(event.occurredAt, now)}</time>
              </Tooltip>
            </td>
            <td className={classNames(CELL, "max-md:order-1")}>
              <button
                type="button"
                data-audit-row
                aria-haspopup="dialog"
                onClick={() => onOpen(event)}
                className="text-left font-medium outline-none after:absolute after:inset-0 after:-outline-offset-2 focus-visible:after:outline-2 focus-visible:after:outline-focus"
              >
                {event.message}
              </button>
            </td>
            <td
              className={classNames(CELL, "break-all max-md:order-5 max-md:col-span-2 max-md:text-ink-soft")}
            >
              {event.user}
            </td>
            <td className={classNames(CELL, "max-md:order-2 max-md:text-right")}>
              <AuditMark look={OUTCOME_LOOKS[event.outcome]} />
            </td>
            <td
              className={classNames(
                CELL,
                "max-md:order-4 max-md:text-right",
                event.severity === "INFO" && "max-md:invisible",
              )}
            >
              <AuditMark look={SEVERITY_LOOKS[event.severity]} />
            </td>
            <td className={classNames(CELL, "pr-4 text-ink-soft max-md:hidden")}>
              <code>{event.ipAddress ?? "—"}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
