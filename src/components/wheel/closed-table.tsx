"use client";

import Link from "next/link";
import { dayWords } from "@/components/positions/contract-words";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Annualised } from "@/components/wheel/annualised";
import { CycleFigure } from "@/components/wheel/cycle-figure";
import { ENDING_WORDS } from "@/components/wheel/cycle-looks";
import { cyclePath } from "@/components/wheel/cycle-path";
import { newYorkDay } from "@/shared/new-york-time";
import type { WheelCycle } from "@/shared/schemas/wheel";

/** Cycles that have ended, the latest first. */
export function ClosedTable({ cycles }: { cycles: readonly WheelCycle[] }) {
  if (cycles.length === 0) {
    return (
      <EmptyState title="No cycle has ended yet">
        A cycle ends when it has neither shares nor short options left. What it brought stands here then.
      </EmptyState>
    );
  }
  return (
    <DataTable
      caption="Closed cycles, the latest first, in US dollars"
      rows={cycles}
      rowKey={({ cycleId }) => cycleId}
      columns={[
        {
          key: "underlying",
          header: "Underlying",
          phone: "title",
          render: (cycle) => (
            <Link href={cyclePath(cycle.cycleId)} className="font-medium hover:underline">
              {cycle.underlying}
            </Link>
          ),
        },
        {
          key: "account",
          header: "Account",
          render: (cycle) => `${cycle.label} ${cycle.maskedNumber}`,
        },
        {
          key: "ending",
          header: "Ended by",
          render: ({ ending }) => (ending === null ? "Closed" : ENDING_WORDS[ending]),
        },
        { key: "opened", header: "Opened", align: "end", render: ({ openedAt }) => dayOf(openedAt) },
        { key: "closed", header: "Closed", align: "end", render: ({ closedAt }) => dayOf(closedAt) },
        {
          key: "premium",
          header: "Net premium",
          align: "end",
          render: (cycle) => <CycleFigure cycle={cycle} figure="premium" value={cycle.premium.net} change />,
        },
        {
          key: "realised",
          header: "Realised profit",
          align: "end",
          render: (cycle) => (
            <CycleFigure cycle={cycle} figure="realisedProfit" value={cycle.realisedProfit} change />
          ),
        },
        {
          key: "annualised",
          header: "Annualised",
          align: "end",
          render: (cycle) => <Annualised cycle={cycle} />,
        },
      ]}
    />
  );
}

const dayOf = (at: string | null): string => (at === null ? "—" : dayWords(newYorkDay(new Date(at))));
