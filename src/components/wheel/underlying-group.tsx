"use client";

import { ChartSpline } from "lucide-react";
import { useState } from "react";
import { useMedia } from "@/components/table/use-media";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { Decimals } from "@/components/ui/decimals";
import { Money } from "@/components/ui/money";
import { CycleCard } from "@/components/wheel/cycle-card";
import { CycleRow } from "@/components/wheel/cycle-row";
import { PayoffFigure } from "@/components/wheel/payoff-figure";
import { SHORT_COLUMNS } from "@/components/wheel/short-line";
import type { UnderlyingTotal, WheelCycle } from "@/shared/schemas/wheel";

interface UnderlyingGroupProps {
  underlying: string;
  cycles: readonly WheelCycle[];
  total: UnderlyingTotal | undefined;
}

const HEADERS = ["Net premium", "Basis", "Break-even", "Collateral", "Annualised"];

/** All open cycles of one underlying, whatever account and broker they are in. */
export function UnderlyingGroup({ underlying, cycles, total }: UnderlyingGroupProps) {
  const [payoffShown, setPayoffShown] = useState(false);
  const narrow = useMedia("(width < 79rem)");
  const price = cycles.find(({ sharePrice }) => sharePrice !== null)?.sharePrice ?? null;
  return (
    <section aria-label={underlying} className="rounded-md border border-line bg-surface">
      <header className="flex min-h-10 flex-wrap items-center gap-x-5 gap-y-1 px-4 py-1.5 text-13">
        <h2 className="text-14 font-semibold">{underlying}</h2>
        <span className="text-ink-soft">
          at <Decimals value={price} className="text-ink" />
        </span>
        {total !== undefined && (
          <>
            <span className="text-ink-soft">
              realised <Money value={total.realisedProfit} change />
            </span>
            <span className="text-ink-soft">
              open <Money value={total.openProfit} change />
            </span>
            <span className="text-ink-soft">
              collateral <Money value={total.collateral} className="text-ink" />
            </span>
          </>
        )}
        <Button
          tone="quiet"
          size="small"
          className="ml-auto"
          icon={<ChartSpline aria-hidden className="size-4" />}
          aria-expanded={payoffShown}
          onClick={() => setPayoffShown((now) => !now)}
        >
          Payoff of {underlying}
        </Button>
      </header>
      {narrow ? (
        <ul>
          {cycles.map((cycle) => (
            <CycleCard key={cycle.cycleId} cycle={cycle} />
          ))}
        </ul>
      ) : (
        <CycleTable underlying={underlying} cycles={cycles} />
      )}
      {payoffShown && (
        <div className="border-t border-line p-4">
          <PayoffFigure
            title={`Payoff of ${underlying} at expiry`}
            cycles={cycles}
            description={
              cycles.length === 1
                ? "Arithmetic on the figures above. No order is sent."
                : `${cycles.length} open cycles together. Arithmetic on the figures above. No order is sent.`
            }
          />
        </div>
      )}
    </section>
  );
}

function CycleTable({ underlying, cycles }: { underlying: string; cycles: readonly WheelCycle[] }) {
  return (
    <table className="w-full table-fixed text-13">
      <caption className="sr-only">Open cycles of {underlying}, in US dollars</caption>
      <thead>
        <tr className="text-12 text-ink-soft [&>th]:h-7 [&>th]:border-t [&>th]:border-line [&>th]:px-2 [&>th]:font-medium">
          <th scope="col" className="w-44 pl-4! text-left">
            State, account
          </th>
          <th scope="col" className="w-14 text-right">
            Shares
          </th>
          <th scope="col" className="w-[35.5rem] text-left">
            <span className="sr-only">Short options: </span>
            <span className={classNames("grid", SHORT_COLUMNS)}>
              <span>Short</span>
              <span className="text-right">Days</span>
              <span className="text-right">Distance</span>
              <span>Max profit / time</span>
              <span>Risk</span>
            </span>
          </th>
          {HEADERS.map((header) => (
            <th key={header} scope="col" className="text-right whitespace-nowrap last:pr-4!">
              {header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {cycles.map((cycle) => (
          <CycleRow key={cycle.cycleId} cycle={cycle} />
        ))}
      </tbody>
    </table>
  );
}
