import { quoteColumns, termColumns } from "@/components/options/contract-columns";
import { amountColumn, decimalColumn, quantityColumn } from "@/components/positions/number-column";
import type { PositionRow } from "@/components/positions/position-row";
import { provenanceColumns } from "@/components/positions/provenance-columns";
import type { GridColumn } from "@/components/table/grid-column";

const contract = {
  option: ({ position }: PositionRow) => (position.kind === "option" ? position.option : null),
  quote: ({ position }: PositionRow) => (position.kind === "option" ? position.quote : null),
  sharePrice: ({ position }: PositionRow) =>
    position.kind === "option" ? (position.underlyingQuote?.price ?? null) : null,
};

/** The columns of the open option positions. Prices are per share, amounts in dollars. */
export const OPTION_COLUMNS: readonly GridColumn<PositionRow>[] = [
  {
    id: "underlying",
    header: "Underlying",
    sorts: "text",
    widthPx: 96,
    facet: true,
    groups: true,
    value: (row) => row.position.symbol,
    cell: (row) => <span className="font-medium">{row.position.symbol}</span>,
  },
  ...termColumns<PositionRow>(contract).slice(0, 2),
  quantityColumn({ id: "quantity", header: "Contracts", widthPx: 84, value: (row) => row.position.quantity }),
  ...termColumns<PositionRow>(contract).slice(2),
  decimalColumn({ id: "share-price", header: "Share price", widthPx: 92, value: contract.sharePrice }),
  ...quoteColumns<PositionRow>(contract).map((column) =>
    column.id === "bid" || column.id === "ask" ? { ...column, hiddenAtFirst: true } : column,
  ),
  amountColumn({ id: "average", header: "Premium", widthPx: 80, value: (row) => row.position.averagePrice }),
  amountColumn({
    id: "value",
    header: "Market value",
    widthPx: 116,
    sums: "amount",
    hiddenAtFirst: true,
    value: (row) => row.position.marketValue,
  }),
  amountColumn({
    id: "profit",
    header: "Open profit",
    widthPx: 96,
    sums: "change",
    value: (row) => row.position.openProfit,
  }),
  amountColumn({
    id: "today",
    header: "Today",
    sums: "change",
    hiddenAtFirst: true,
    value: (row) => row.position.dayChange,
  }),
  {
    id: "account",
    header: "Account",
    sorts: "text",
    widthPx: 148,
    hiddenAtFirst: true,
    facet: true,
    groups: true,
    value: (row) => row.account,
    cell: (row) => row.account,
  },
  {
    id: "adjusted",
    header: "Terms",
    sorts: "text",
    widthPx: 128,
    hiddenAtFirst: true,
    value: termsNote,
    cell: (row) => termsNote(row) ?? "standard",
  },
  ...provenanceColumns<PositionRow>(),
];

/** What is unusual about a contract; null for a plain one. */
function termsNote(row: PositionRow): string | null {
  const option = contract.option(row);
  if (option === null) return "not known";
  if (option.settlement === "cash") return "settled in cash";
  return option.adjusted ? "adjusted" : null;
}
