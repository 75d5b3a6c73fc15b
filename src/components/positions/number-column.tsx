import type { GridColumn } from "@/components/table/grid-column";
import { Decimals } from "@/components/ui/decimals";
import { Money } from "@/components/ui/money";

interface NumberColumn<TRow> {
  id: string;
  header: string;
  value: (row: TRow) => string | null;
  widthPx?: number;
  decimals?: number;
  hiddenAtFirst?: boolean;
  sums?: "amount" | "change";
  /** Gain and loss: a sign always, and colour beside it. */
  change?: boolean;
}

function numberColumn<TRow>(
  { widthPx = 112, decimals: _decimals, change: _change, ...rest }: NumberColumn<TRow>,
  cell: (row: TRow) => React.ReactNode,
): GridColumn<TRow> {
  return { ...rest, sorts: "decimal", align: "end", widthPx, cell };
}

/** Dollars of the person, hidden with all amounts. */
export function amountColumn<TRow>(column: NumberColumn<TRow>): GridColumn<TRow> {
  const { value, decimals = 2, change = column.sums === "change" } = column;
  return numberColumn(column, (row) => <Money value={value(row)} decimals={decimals} change={change} />);
}

/** What the market says, or a quantity: never hidden. */
export function decimalColumn<TRow>(column: NumberColumn<TRow>): GridColumn<TRow> {
  const { value, decimals = 2, change = false } = column;
  return numberColumn(column, (row) => <Decimals value={value(row)} decimals={decimals} change={change} />);
}

/** A quantity with as many decimals as it has. */
export function quantityColumn<TRow>(column: NumberColumn<TRow>): GridColumn<TRow> {
  return numberColumn(column, (row) => {
    const value = column.value(row);
    return <Decimals value={value} decimals={placesOf(value)} />;
  });
}

/** The decimals that a number needs: none for `100.0000`, one for `0.5`. */
export function placesOf(value: string | null): number {
  return value?.split(".")[1]?.replace(/0+$/, "").length ?? 0;
}
