"use client";

import { ChevronRight, CircleCheck, CircleDashed, CircleX, Hand, TriangleAlert } from "lucide-react";
import { type ActOutcome, headingOf, outcomeOf } from "@/components/connections/flight/describe-act";
import { describeRecord, formatMilliseconds } from "@/components/connections/flight/describe-record";
import { durationMsOf, type FlightAct } from "@/components/connections/flight/group-flights";
import { formatPreciseTime } from "@/components/connections/flight/precise-time";
import { classNames } from "@/components/ui/class-names";
import { formatCompactTime } from "@/components/ui/format-time";
import { StatusBadge } from "@/components/ui/status-badge";
import type { FlightRecordView } from "@/shared/schemas/flight-record";

const LOOKS = {
  done: { word: "Done", tone: "ok", icon: CircleCheck },
  done_after_trouble: { word: "Done, with trouble", tone: "warn", icon: TriangleAlert },
  failed: { word: "Failed", tone: "bad", icon: CircleX },
  waits: { word: "Waited for you", tone: "needs", icon: Hand },
  open: { word: "No end noted", tone: "neutral", icon: CircleDashed },
} as const satisfies Record<ActOutcome, unknown>;

interface FlightActRowProps {
  act: FlightAct;
  /** Whether lines of more than one process are on the screen. */
  namesProcess: boolean;
}

/** One act: what it was and how it came out; its lines when opened. */
export function FlightActRow({ act, namesProcess }: FlightActRowProps) {
  const began = act.records[0];
  if (began === undefined) return null;
  return (
    <li>
      <details className="group">
        <summary className="grid min-h-9 cursor-default list-none grid-cols-[1rem_minmax(0,1fr)_auto] items-center gap-x-2 gap-y-0.5 px-4 py-1.5 text-13 hover:bg-sunken/60 pointer-coarse:min-h-11 sm:grid-cols-[1rem_minmax(0,1fr)_11rem_6rem_8.5rem] [&::-webkit-details-marker]:hidden">
          <ChevronRight aria-hidden className="size-4 text-ink-soft group-open:rotate-90" />
          <span className="min-w-0 font-medium">
            {headingOf(act.records)}
            {act.times > 1 && <span className="font-normal text-ink-soft"> · {act.times} times</span>}
          </span>
          <StatusBadge plain look={LOOKS[outcomeOf(act.records)]} />
          <span className="text-ink-soft tabular-nums max-sm:col-start-2 sm:text-right">
            {formatMilliseconds(durationMsOf(act))}
          </span>
          <time dateTime={began.at} className="text-right text-ink-soft tabular-nums">
            {formatCompactTime(began.at, new Date())}
          </time>
        </summary>
        <ol className="border-t border-line bg-sunken/40 py-1">
          {act.records.map((record) => (
            <Line key={record.seq} record={record} namesProcess={namesProcess} />
          ))}
        </ol>
      </details>
    </li>
  );
}

function Line({ record, namesProcess }: { record: FlightRecordView; namesProcess: boolean }) {
  const { title, request, facts, isTrouble } = describeRecord(record);
  const said = [...facts, ...(namesProcess ? [record.process] : [])].join(" · ");
  return (
    <li className="flex flex-col gap-x-3 px-4 py-1 text-13 sm:flex-row sm:pl-10">
      <time dateTime={record.at} className="w-24 shrink-0 text-ink-soft tabular-nums">
        {formatPreciseTime(record.at)}
      </time>
      <p className="min-w-0 flex-1 break-words">
        {/* The sign stands in the line, not in a box of its own, whose baseline would push the words down. */}
        <span className={classNames("mr-1", isTrouble && "font-medium text-warn")}>
          {isTrouble && (
            <TriangleAlert aria-label="Trouble:" className="mr-1 inline size-3.5 align-[-0.15em]" />
          )}
          {title}
        </span>
        {request !== null && (
          <>
            {" "}
            <code className="mr-1 font-mono text-12 break-all">{request}</code>
          </>
        )}
        {said !== "" && (
          <>
            {" "}
            <span className="text-ink-soft">{said}</span>
          </>
        )}
      </p>
    </li>
  );
}
