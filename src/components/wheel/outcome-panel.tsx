"use client";

import { type ReactNode, useId } from "react";
import { contractWords } from "@/components/positions/contract-words";
import { Decimals } from "@/components/ui/decimals";
import { Money } from "@/components/ui/money";
import { SmallTable } from "@/components/ui/small-table";
import { TextField } from "@/components/ui/text-field";
import { type Outcome, outcomeAt } from "@/shared/wheel/what-if";
import type { WheelBook } from "@/shared/wheel/wheel-book";

interface OutcomePanelProps {
  book: WheelBook;
  rolled: WheelBook | null;
  range: { from: number; to: number; step: number };
  /** As typed. */
  price: string;
  /** The same where it is a price. */
  chosen: string | null;
  onPrice: (price: string) => void;
}

/** Where the cycle stands when all its options end at a share price of one's choice. */
export function OutcomePanel({ book, rolled, range, price, chosen, onPrice }: OutcomePanelProps) {
  const slider = useId();
  const outcome = chosen === null ? null : outcomeAt(book, chosen);
  const after = chosen === null || rolled === null ? null : outcomeAt(rolled, chosen);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-end gap-4">
        <TextField
          label="Share price at expiry, USD"
          className="w-44"
          inputMode="decimal"
          autoComplete="off"
          value={price}
          onValueChange={(text) => onPrice(text.replace(",", ".").trim())}
          error={chosen === null && price !== "" ? "Enter a price such as 52.50." : undefined}
        />
        <label htmlFor={slider} className="sr-only">
          Share price at expiry, as a slider
        </label>
        <input
          id={slider}
          type="range"
          min={range.from}
          max={range.to}
          step={range.step}
          value={chosen ?? range.from}
          onChange={(event) => onPrice(event.target.value)}
          className="h-8 min-w-0 flex-1 accent-(--action) pointer-coarse:h-11"
        />
      </div>
      {outcome !== null && <OutcomeFacts outcome={outcome} after={after} />}
      <p className="text-12 text-ink-soft">
        In the money by any amount counts as assigned, at the strike as expired; earlier days first, puts
        before calls. Fees of assignment, early assignment and tax are left out.
      </p>
    </div>
  );
}

const FIGURES: readonly { name: string; of: (outcome: Outcome) => ReactNode }[] = [
  { name: "Shares", of: ({ sharesAfter }) => <Decimals value={sharesAfter} decimals={0} /> },
  { name: "Cash that assignment moves", of: ({ cash }) => <Money value={cash} change /> },
  { name: "Realised profit", of: ({ realisedAfter }) => <Money value={realisedAfter} change /> },
  {
    name: "Effective basis",
    of: ({ effectiveBasisAfter: basis }) =>
      basis === null ? <span className="text-ink-soft">no shares</span> : <Money value={basis} />,
  },
  {
    name: "Profit, shares at this price",
    of: ({ profit }) => <Money value={profit} change className="font-semibold" />,
  },
];

const KEEPING = [
  { header: "Afterwards", align: "start" },
  { header: "Keeping", align: "end" },
] as const;

function OutcomeFacts({ outcome, after }: { outcome: Outcome; after: Outcome | null }) {
  const outcomes = after === null ? [outcome] : [outcome, after];
  return (
    <div className="flex flex-col gap-2 text-13" aria-live="polite">
      <ul className="flex flex-col gap-0.5">
        {(after ?? outcome).shorts.map(({ option, contracts, ends, shares }) => (
          <li key={option.contractId} className="flex flex-wrap justify-between gap-x-4">
            <span>
              {contracts} × {contractWords(option)}
            </span>
            <span className="font-medium">
              {ends === "expired" ? (
                "expires"
              ) : (
                <>
                  assigned, <Decimals value={shares} decimals={0} change /> shares
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
      <SmallTable
        caption="The cycle afterwards"
        columns={after === null ? KEEPING : [...KEEPING, { header: "Rolled", align: "end" }]}
        headerHidden={after === null}
        rows={FIGURES.map(({ name, of }) => ({ key: name, name, cells: outcomes.map(of) }))}
      />
    </div>
  );
}
