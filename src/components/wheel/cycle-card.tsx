"use client";

import type { ReactNode } from "react";
import { Decimals } from "@/components/ui/decimals";
import { Annualised } from "@/components/wheel/annualised";
import { BlockedNote } from "@/components/wheel/blocked-note";
import { CycleFigure } from "@/components/wheel/cycle-figure";
import { CycleName } from "@/components/wheel/cycle-row";
import { ShortLine } from "@/components/wheel/short-line";
import type { WheelCycle } from "@/shared/schemas/wheel";

/** One open cycle where a table has no room. */
export function CycleCard({ cycle }: { cycle: WheelCycle }) {
  return (
    <li className="flex flex-col gap-2 border-t border-line px-4 py-3 text-13">
      <CycleName cycle={cycle} />
      {cycle.shorts.length > 0 && (
        <ul className="flex flex-col gap-1.5">
          {cycle.shorts.map((short) => (
            <ShortLine key={short.option.contractId} short={short} />
          ))}
        </ul>
      )}
      <dl className="grid grid-cols-2 gap-x-6 gap-y-1 sm:grid-cols-3">
        <Fact name="Shares">
          <Decimals value={cycle.shares} decimals={cycle.shares.includes(".") ? 2 : 0} />
        </Fact>
        <Fact name="Net premium">
          <CycleFigure cycle={cycle} figure="premium" value={cycle.premium.net} change />
        </Fact>
        {cycle.shares !== "0" && (
          <>
            <Fact name="Basis">
              <CycleFigure cycle={cycle} figure="effectiveBasis" value={cycle.effectiveBasis} />
            </Fact>
            <Fact name="Tax basis">
              <CycleFigure cycle={cycle} figure="taxBasis" value={cycle.taxBasis} />
            </Fact>
          </>
        )}
        <Fact name="Break-even">
          <CycleFigure cycle={cycle} figure="breakEven" value={cycle.breakEven} none="none" />
        </Fact>
        <Fact name="Collateral">
          <CycleFigure cycle={cycle} figure="collateral" value={cycle.collateral} />
        </Fact>
        <Fact name="Annualised">
          <Annualised cycle={cycle} />
        </Fact>
      </dl>
      <BlockedNote blocked={cycle.blocked} />
    </li>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-2">
      <dt className="text-ink-soft">{name}</dt>
      <dd className="text-right">{children}</dd>
    </div>
  );
}
