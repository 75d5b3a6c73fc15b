import { memo } from "react";
import type { FigureState, GridColumn } from "@/components/table/grid-column";
import { subtotalOf } from "@/components/table/subtotal";
import { SubtotalFigure } from "@/components/table/subtotal-figure";
import { FRESHNESS_LOOKS, StatusBadge } from "@/components/ui/status-badge";

interface GridTotalRowProps<TRow> {
  rows: readonly TRow[];
  columns: readonly GridColumn<TRow>[];
  stateOf: (row: TRow) => FigureState;
}

function GridTotalRowOf<TRow>({ rows, columns, stateOf }: GridTotalRowProps<TRow>) {
  const firstSum = columns.findIndex((column, index) => index > 0 && column.sums !== undefined);
  if (firstSum === -1) return null;
  const stale = rows.filter((row) => stateOf(row) !== "fresh").length;
  return (
    <tfoot className="sticky bottom-0 z-20">
      <tr className="h-9 bg-surface font-medium">
        <th
          scope="row"
          colSpan={firstSum}
          className="border-t border-line-strong bg-surface px-3 text-left font-medium"
        >
          <span className="sticky left-3 inline-flex items-center gap-2 whitespace-nowrap">
            Total
            {stale > 0 && (
              <StatusBadge look={FRESHNESS_LOOKS.stale} word={`${stale} of ${rows.length} stale`} plain />
            )}
          </span>
        </th>
        {columns.slice(firstSum).map((column) => (
          <td
            key={column.id}
            className="border-t border-line-strong bg-surface px-3 text-right whitespace-nowrap"
          >
            {column.sums !== undefined && (
              <SubtotalFigure
                total={subtotalOf(rows, column.value, stateOf)}
                change={column.sums === "change"}
              />
            )}
          </td>
        ))}
      </tr>
    </tfoot>
  );
}

/** What all rows that pass the filters come to, and how much of it is stale; not added up again for every key. */
export const GridTotalRow = memo(GridTotalRowOf) as typeof GridTotalRowOf;
