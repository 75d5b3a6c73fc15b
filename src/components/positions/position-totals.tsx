import type { PositionRow } from "@/components/positions/position-row";
import { stateOfPosition } from "@/components/positions/position-row";
import { subtotalOf } from "@/components/table/subtotal";
import { Card } from "@/components/ui/card";
import { Money } from "@/components/ui/money";
import { FRESHNESS_LOOKS, StatusBadge } from "@/components/ui/status-badge";
import type { PositionView } from "@/shared/schemas/trading";

const FIGURES = [
  { heading: "Market value", value: ({ marketValue }: PositionView) => marketValue, change: false },
  { heading: "Today", value: ({ dayChange }: PositionView) => dayChange, change: true },
  { heading: "Open profit", value: ({ openProfit }: PositionView) => openProfit, change: true },
] as const;

/** What all positions come to, how much of it is stale, and what is not in it. */
export function PositionTotals({ rows }: { rows: readonly PositionRow[] }) {
  return (
    <Card>
      <h2 className="sr-only">All positions</h2>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 p-4 sm:flex sm:flex-wrap sm:gap-x-12">
        {FIGURES.map(({ heading, value, change }, index) => {
          const total = subtotalOf(rows, (row) => value(row.position), stateOfPosition);
          return (
            <div key={heading} className={index === 0 ? "max-sm:col-span-2" : undefined}>
              <dt className="text-13 text-ink-soft">{heading}</dt>
              <dd>
                <Money
                  value={total.sum}
                  change={change}
                  currency="USD"
                  className={index === 0 ? "text-20 font-semibold" : "text-16 font-medium"}
                />
                {total.staleSum !== null && (
                  <p className="flex items-center gap-1.5 text-12">
                    <StatusBadge look={FRESHNESS_LOOKS.stale} plain />
                    <Money value={total.staleSum} change={change} /> in {total.staleRows} of {total.rows}
                  </p>
                )}
                {total.unknownRows > 0 && (
                  <p className="text-12 text-ink-soft">
                    without {total.unknownRows} of {total.rows}, not known
                  </p>
                )}
              </dd>
            </div>
          );
        })}
      </dl>
    </Card>
  );
}
