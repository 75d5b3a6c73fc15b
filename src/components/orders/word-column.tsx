import type { OrderRow } from "@/components/orders/order-row";
import type { GridColumn } from "@/components/table/grid-column";
import { RelativeTime } from "@/components/ui/relative-time";

interface WordColumn {
  id: string;
  header: string;
  widthPx: number;
  value: (row: OrderRow) => string | null;
  facet?: boolean;
  groups?: boolean;
  hiddenAtFirst?: boolean;
  exportOnly?: boolean;
  label?: (value: string) => string;
}

/** A column of words; a dash where there are none. */
export function wordColumn(column: WordColumn): GridColumn<OrderRow> {
  const { value, label } = column;
  return {
    ...column,
    sorts: "text",
    cell: (row) => {
      const text = value(row);
      return text === null ? "—" : (label?.(text) ?? text);
    },
  };
}

/** A column of times: how long ago, with the exact one on hover. */
export function timeColumn(column: Omit<WordColumn, "label">): GridColumn<OrderRow> {
  return {
    ...wordColumn(column),
    cell: (row) => {
      const at = column.value(row);
      return at === null ? "—" : <RelativeTime at={at} />;
    },
  };
}
