import { dayWords } from "@/components/positions/contract-words";
import { kindOf } from "@/components/positions/kind-of";
import { amountColumn, decimalColumn, quantityColumn } from "@/components/positions/number-column";
import type { PositionRow } from "@/components/positions/position-row";
import { provenanceColumns } from "@/components/positions/provenance-columns";
import { percentOf } from "@/components/positions/ratios";
import type { GridColumn } from "@/components/table/grid-column";

const KIND_WORDS: Readonly<Record<string, string>> = {
  stock: "Shares",
  call: "Call",
  put: "Put",
  option: "Option",
};

const optionOf = ({ position }: PositionRow) => (position.kind === "option" ? position.option : null);

/** The columns of the positions of all connections. Amounts are in dollars, prices per share. */
export const POSITION_COLUMNS: readonly GridColumn<PositionRow>[] = [
  {
    id: "position",
    header: "Position",
    sorts: "text",
    widthPx: 204,
    value: (row) => row.title,
    cell: (row) => (
      <>
        <span className="font-medium">{row.title}</span>
        {row.position.kind === "stock" && row.position.name !== null && (
          <span className="font-normal text-ink-soft"> {row.position.name}</span>
        )}
      </>
    ),
  },
  {
    id: "kind",
    header: "Kind",
    sorts: "text",
    widthPx: 72,
    facet: true,
    groups: true,
    value: kindOf,
    label: (value) => KIND_WORDS[value] ?? value,
    cell: (row) => KIND_WORDS[kindOf(row)],
  },
  {
    id: "underlying",
    header: "Underlying",
    sorts: "text",
    widthPx: 104,
    facet: true,
    groups: true,
    hiddenAtFirst: true,
    value: (row) => row.position.symbol,
    cell: (row) => row.position.symbol,
  },
  {
    id: "account",
    header: "Account",
    sorts: "text",
    widthPx: 164,
    facet: true,
    groups: true,
    value: (row) => row.account,
    cell: (row) => row.account,
  },
  {
    id: "expiration",
    header: "Expiration",
    sorts: "text",
    widthPx: 112,
    groups: true,
    hiddenAtFirst: true,
    value: (row) => optionOf(row)?.expiration ?? null,
    label: dayWords,
    cell: (row) => {
      const option = optionOf(row);
      return option === null ? "—" : dayWords(option.expiration);
    },
  },
  quantityColumn({ id: "quantity", header: "Quantity", widthPx: 80, value: (row) => row.position.quantity }),
  amountColumn({
    id: "average",
    header: "Average price",
    widthPx: 108,
    value: (row) => row.position.averagePrice,
  }),
  decimalColumn({
    id: "price",
    header: "Price",
    widthPx: 84,
    value: (row) => row.position.quote?.price ?? null,
  }),
  amountColumn({
    id: "today",
    header: "Today",
    widthPx: 84,
    sums: "change",
    value: (row) => row.position.dayChange,
  }),
  amountColumn({
    id: "value",
    header: "Market value",
    widthPx: 120,
    sums: "amount",
    value: (row) => row.position.marketValue,
  }),
  amountColumn({
    id: "cost",
    header: "Cost basis",
    sums: "amount",
    hiddenAtFirst: true,
    value: (row) => row.position.costBasis,
  }),
  amountColumn({
    id: "profit",
    header: "Open profit",
    widthPx: 104,
    sums: "change",
    value: (row) => row.position.openProfit,
  }),
  decimalColumn({
    id: "profit-share",
    header: "Open profit %",
    widthPx: 112,
    change: true,
    value: (row) => percentOf(row.position.openProfit, row.position.costBasis),
  }),
  ...provenanceColumns<PositionRow>(),
];
