import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { Money } from "@/components/ui/money";
import type { CapitalPoint, IncomeView } from "@/shared/schemas/income";
import { Exact } from "@/shared/wheel/exact";

/** What came in, what is still open, and what is tied up: in one line. */
export function IncomeTotals({ income }: { income: IncomeView }) {
  const month = income.months.at(-1);
  return (
    <Card>
      <h2 className="sr-only">Totals</h2>
      <dl className="grid grid-cols-2 divide-line sm:grid-cols-4 sm:divide-x">
        <Total name="Realised premium, USD">
          <Money value={income.realised} change currency="US dollars" />
        </Total>
        <Total name="Open premium">
          <Money value={income.open} change currency="US dollars" />
        </Total>
        <Total name="Realised this month">
          <Money value={month?.realised ?? "0"} change currency="US dollars" />
        </Total>
        <Total name="Capital in use">
          <Money value={tiedUp(income.capital.at(-1))} currency="US dollars" />
        </Total>
      </dl>
    </Card>
  );
}

function Total({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="px-4 py-3">
      <dt className="text-13 text-ink-soft">{name}</dt>
      <dd className="text-20 font-semibold">{children}</dd>
    </div>
  );
}

const tiedUp = (point: CapitalPoint | undefined): string =>
  point === undefined ? "0" : new Exact(point.puts).plus(point.shares).toFixed();
