"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Decimals } from "@/components/ui/decimals";
import { Money } from "@/components/ui/money";
import { signedDays, signedStrike } from "@/components/wheel/roll-words";
import type { RollEffect, Standing } from "@/shared/wheel/roll-effect";

interface RollEffectTableProps {
  effect: RollEffect;
  onDrop: () => void;
}

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
    <div className="flex flex-col gap-2 text-13" aria-live="polite">
      <p>
        Net <Money value={effect.netCash} change className="font-semibold" /> after fees (close{" "}
        <Money value={effect.closeCash} change />, open <Money value={effect.openCash} change />
        ), {signedDays(effect.daysAdded)}, strike {signedStrike(effect.strikeMoved)}. The new contract yields{" "}
        <Decimals value={effect.annualisedYield} decimals={1} />
        {effect.annualisedYield !== null && " %"} a year on its collateral.
      </p>
      <table className="w-full [&_td]:py-1 [&_td]:text-right [&_th]:py-1 [&_th]:font-normal">
        <caption className="sr-only">The cycle with the roll and without</caption>
        <thead>
          <tr className="text-12 text-ink-soft">
            <th scope="col" className="text-left">
              USD
            </th>
            <th scope="col" className="text-right">
              Keeping
            </th>
            <th scope="col" className="text-right">
              Rolled
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, of }) => (
            <tr key={name} className="border-t border-line">
              <th scope="row" className="text-left text-ink-soft">
                {name}
              </th>
              <td>{of(keeping)}</td>
              <td>{of(rolled)}</td>
            </tr>
          ))}
        </tbody>
      </table>
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
