"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Decimals } from "@/components/ui/decimals";
import { Money } from "@/components/ui/money";
import { SmallTable } from "@/components/ui/small-table";
import { signedDays, signedStrike } from "@/components/wheel/roll-words";
import type { RollEffect, Standing } from "@/shared/wheel/roll-effect";

interface RollEffectTableProps {
  effect: RollEffect;
  onDrop: () => void;
}

const COLUMNS = [
  { header: "USD", align: "start" },
  { header: "Keeping", align: "end" },
  { header: "Rolled", align: "end" },
] as const;

/** What a roll would bring, and the cycle with it beside the cycle without. */
export function RollEffectTable({ effect, onDrop }: RollEffectTableProps) {
  const { keeping, rolled } = effect;
  const rows: readonly { name: string; of: (standing: Standing) => ReactNode }[] = [
    { name: "Net premium", of: ({ netPremium }) => <Money value={netPremium} change /> },
    { name: "Effective basis", of: ({ effectiveBasis }) => orNone(effectiveBasis, "no shares") },
    { name: "Break-even", of: ({ breakEven }) => orNone(breakEven, "none") },
    { name: "Collateral", of: ({ collateral }) => <Money value={collateral} /> },
    { name: "Most it can make", of: ({ payoff }) => orNone(payoff.maxProfit, "no bound") },
    { name: "Least it can make", of: ({ payoff }) => orNone(payoff.minProfit, "no bound") },
  ];
  return (
    <div
      className="grid items-start gap-x-8 gap-y-2 text-13 lg:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]"
      aria-live="polite"
    >
      <p className="prose-width">
        Net <Money value={effect.netCash} change className="font-semibold" /> after fees (close{" "}
        <Money value={effect.closeCash} change />, open <Money value={effect.openCash} change />
        ), {signedDays(effect.daysAdded)}, strike {signedStrike(effect.strikeMoved)}. The new contract yields{" "}
        <Decimals value={effect.annualisedYield} decimals={1} />
        {effect.annualisedYield !== null && " %"} a year on its collateral.
      </p>
      <SmallTable
        caption="The cycle with the roll and without"
        columns={COLUMNS}
        rows={rows.map(({ name, of }) => ({ key: name, name, cells: [of(keeping), of(rolled)] }))}
      />
      <div>
        <Button size="small" tone="quiet" onClick={onDrop}>
          Drop the roll
        </Button>
      </div>
    </div>
  );
}

const orNone = (value: string | null, none: string): ReactNode =>
  value === null ? <span className="text-ink-soft">{none}</span> : <Money value={value} />;
