import { type SpanKind, spanWords } from "@/components/income/span-words";
import { DataTable } from "@/components/ui/data-table";
import { Money } from "@/components/ui/money";
import type { IncomeSpan } from "@/shared/schemas/income";

const AMOUNTS = [
  { key: "collected", header: "Collected", change: false },
  { key: "paidToClose", header: "Paid to close", change: false },
  { key: "fees", header: "Fees", change: false },
  { key: "realised", header: "Realised, net", change: true },
  { key: "dividends", header: "Dividends", change: false },
] as const;

/** Premium over time in numbers, the latest first. */
export function PremiumTable({ spans, kind }: { spans: readonly IncomeSpan[]; kind: SpanKind }) {
  return (
    <DataTable
      caption="Premium over time, the latest first, in US dollars"
      rows={spans.toReversed()}
      rowKey={({ from }) => from}
      columns={[
        {
          key: "from",
          header: kind === "months" ? "Month" : "Week",
          phone: "title",
          render: ({ from }) => spanWords(from, kind),
        },
        ...AMOUNTS.map(({ key, header, change }) => ({
          key,
          header,
          align: "end" as const,
          render: (span: IncomeSpan) => <Money value={span[key]} change={change} />,
        })),
      ]}
    />
  );
}
