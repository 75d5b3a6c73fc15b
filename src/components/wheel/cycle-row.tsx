"use client";

import Link from "next/link";
import { Decimals } from "@/components/ui/decimals";
import { StatusBadge } from "@/components/ui/status-badge";
import { Annualised } from "@/components/wheel/annualised";
import { BlockedNote } from "@/components/wheel/blocked-note";
import { CycleFigure } from "@/components/wheel/cycle-figure";
import { CYCLE_LOOKS } from "@/components/wheel/cycle-looks";
import { cyclePath } from "@/components/wheel/cycle-path";
import { ShortLine } from "@/components/wheel/short-line";
import type { WheelCycle } from "@/shared/schemas/wheel";

const NUMBER = "px-2 py-2 text-right align-top whitespace-nowrap last:pr-4";

/** One open cycle as a row of its underlying's table, and beneath it what can't be told. */
export function CycleRow({ cycle }: { cycle: WheelCycle }) {
  return (
    <>
      <tr className="border-t border-line hover:bg-sunken/60">
        <th scope="row" className="w-44 py-2 pr-2 pl-4 text-left align-top font-normal">
          <CycleName cycle={cycle} />
        </th>
        <td className={NUMBER}>
          <Decimals value={cycle.shares} decimals={cycle.shares.includes(".") ? 2 : 0} />
        </td>
        <td className="px-2 py-1.5 align-top">
          {cycle.shorts.length === 0 ? (
            <span className="text-ink-soft">none</span>
          ) : (
            <ul>
              {cycle.shorts.map((short) => (
                <ShortLine key={short.option.contractId} short={short} />
              ))}
            </ul>
          )}
        </td>
        <td className={NUMBER}>
          <CycleFigure cycle={cycle} figure="premium" value={cycle.premium.net} change />
        </td>
        <td className={NUMBER}>
          <CycleFigure cycle={cycle} figure="effectiveBasis" value={cycle.effectiveBasis} none="no shares" />
          {cycle.taxBasis !== null && (
            <span className="block text-12 text-ink-soft">
              tax <CycleFigure cycle={cycle} figure="taxBasis" value={cycle.taxBasis} />
            </span>
          )}
        </td>
        <td className={NUMBER}>
          <CycleFigure cycle={cycle} figure="breakEven" value={cycle.breakEven} none="none" />
        </td>
        <td className={NUMBER}>
          <CycleFigure cycle={cycle} figure="collateral" value={cycle.collateral} />
        </td>
        <td className={NUMBER}>
          <Annualised cycle={cycle} />
        </td>
      </tr>
      {cycle.blocked.length > 0 && (
        <tr>
          <td colSpan={8} className="px-4 pb-2">
            <BlockedNote blocked={cycle.blocked} />
          </td>
        </tr>
      )}
    </>
  );
}

/** State, and whose cycle it is; leads to its page. */
export function CycleName({ cycle }: { cycle: WheelCycle }) {
  return (
    <Link href={cyclePath(cycle.cycleId)} className="group block rounded-sm">
      <span className="group-hover:underline">
        <StatusBadge look={CYCLE_LOOKS[cycle.state]} plain />
      </span>
      <span className="block truncate text-12 text-ink-soft">
        {cycle.label} {cycle.maskedNumber}
      </span>
    </Link>
  );
}
