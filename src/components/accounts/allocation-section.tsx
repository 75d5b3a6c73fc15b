"use client";

import { useState } from "react";
import { type AllocationBy, type AllocationPart, allocationOf } from "@/components/accounts/allocation";
import type { PositionRow } from "@/components/positions/position-row";
import { classNames } from "@/components/ui/class-names";
import { Decimals } from "@/components/ui/decimals";
import { Money } from "@/components/ui/money";
import { Section } from "@/components/ui/section";
import { FRESHNESS_LOOKS, StatusBadge } from "@/components/ui/status-badge";

interface AllocationSectionProps {
  rows: readonly PositionRow[];
  /** Of all accounts that could be read. */
  cash: string | null;
}

const CHOICES = [
  { by: "underlying", label: "By underlying" },
  { by: "kind", label: "By kind" },
] as const satisfies readonly { by: AllocationBy; label: string }[];

/** Where the money is: a bar for each underlying or kind, to the left of zero for what is short. */
export function AllocationSection({ rows, cash }: AllocationSectionProps) {
  const [by, setBy] = useState<AllocationBy>("underlying");
  const parts = allocationOf(rows, cash, by);
  const unknown = rows.filter(({ position }) => position.marketValue === null).length;
  return (
    <Section
      title="Allocation"
      description="Share of all positions and cash, short options below zero."
      actions={
        <fieldset className="flex rounded-md border border-line-strong">
          <legend className="sr-only">Put together</legend>
          {CHOICES.map((choice) => (
            <button
              key={choice.by}
              type="button"
              aria-pressed={by === choice.by}
              onClick={() => setBy(choice.by)}
              className={classNames(
                "h-7 rounded-md px-2.5 text-13 pointer-coarse:h-11",
                by === choice.by ? "bg-action-wash font-medium" : "text-ink-soft hover:text-ink",
              )}
            >
              {choice.label}
            </button>
          ))}
        </fieldset>
      }
    >
      <table className="w-full table-fixed text-13">
        <caption className="sr-only">Allocation {by === "kind" ? "by kind" : "by underlying"}</caption>
        <colgroup>
          <col className="w-20 sm:w-28" />
          <col />
          <col className="w-18 sm:w-20" />
          <col className="w-20 sm:w-40" />
        </colgroup>
        <thead className="sr-only">
          <tr>
            <th scope="col">Part</th>
            <th scope="col">Bar</th>
            <th scope="col">Share in percent</th>
            <th scope="col">Value in US dollars</th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <AllocationBar key={part.key} part={part} parts={parts} />
          ))}
        </tbody>
      </table>
      {unknown > 0 && (
        <p className="pt-2 text-12 text-ink-soft">
          Without {unknown} position{unknown === 1 ? "" : "s"} whose value is not known.
        </p>
      )}
    </Section>
  );
}

function AllocationBar({ part, parts }: { part: AllocationPart; parts: readonly AllocationPart[] }) {
  // A place on the screen needs no exact numbers.
  const shares = parts.map(({ percent }) => Number(percent));
  const low = Math.min(0, ...shares);
  const span = Math.max(0.01, Math.max(0, ...shares) - low);
  const share = Number(part.percent);
  const left = ((Math.min(0, share) - low) / span) * 100;
  return (
    <tr className="h-8">
      <th scope="row" className="truncate pr-3 text-left font-medium">
        {part.label}
      </th>
      <td>
        <div aria-hidden className="relative h-4">
          <span
            className={classNames(
              "absolute inset-y-0 min-w-px rounded-sm",
              share < 0 ? "border border-action bg-action-wash" : "bg-action",
            )}
            style={{ left: `${left}%`, width: `${(Math.abs(share) / span) * 100}%` }}
          />
          <span
            className="absolute -inset-y-1 w-px bg-line-strong"
            style={{ left: `${(-low / span) * 100}%` }}
          />
        </div>
      </td>
      <td className="text-right whitespace-nowrap">
        <Decimals value={part.percent} decimals={1} /> %
      </td>
      <td className="pl-3">
        <div className="flex flex-col-reverse items-end gap-x-2 sm:flex-row sm:justify-end">
          {part.staleRows > 0 && <StatusBadge look={FRESHNESS_LOOKS.stale} plain />}
          <Money value={part.value} decimals={0} />
        </div>
      </td>
    </tr>
  );
}
