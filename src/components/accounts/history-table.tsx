"use client";

import type { DailyTotal } from "@/components/accounts/daily-totals";
import { dayWords } from "@/components/positions/contract-words";
import { DataTable } from "@/components/ui/data-table";
import { Money } from "@/components/ui/money";

/** The values of the plot, the newest day first. */
export function HistoryTable({ totals }: { totals: readonly DailyTotal[] }) {
  return (
    <DataTable
      caption="Value of all accounts by day, in US dollars"
      rows={totals.toReversed()}
      rowKey={({ day }) => day}
      columns={[
        { key: "day", header: "Day", phone: "title", render: ({ day }) => dayWords(day) },
        {
          key: "value",
          header: "Portfolio value",
          align: "end",
          render: ({ value }) => <Money value={value} />,
        },
        { key: "cash", header: "Cash", align: "end", render: ({ cash }) => <Money value={cash} /> },
        {
          key: "carried",
          header: "Accounts not read",
          align: "end",
          render: ({ carried, accounts }) => (carried === 0 ? "none" : `${carried} of ${accounts}`),
        },
      ]}
    />
  );
}
