"use client";

import { DaysLeft } from "@/components/options/days-left";
import { Distance } from "@/components/options/distance";
import { contractsNoun } from "@/components/positions/contract-words";
import { placesOf } from "@/components/positions/number-column";
import type { PositionRow } from "@/components/positions/position-row";
import { distanceToStrike } from "@/components/positions/ratios";
import type { GridCard } from "@/components/table/grid-column";
import { StateMark } from "@/components/table/state-mark";
import { Decimals } from "@/components/ui/decimals";
import { Money } from "@/components/ui/money";

/** An open option in two lines: contract and days left, gain and distance to the strike. */
export function optionCard(row: PositionRow): GridCard {
  const { position } = row;
  const option = position.kind === "option" ? position.option : null;
  const sharePrice = position.kind === "option" ? (position.underlyingQuote?.price ?? null) : null;
  return {
    title: row.title,
    subtitle: (
      <>
        <Decimals value={position.quantity} decimals={placesOf(position.quantity)} />{" "}
        {contractsNoun(position.quantity)}
        {option !== null && (
          <>
            {" · "}
            <DaysLeft expiration={option.expiration} inWords />
          </>
        )}
      </>
    ),
    figure: <Money value={position.openProfit} change />,
    subfigure:
      row.state !== "fresh" || option === null ? (
        <StateMark state={row.state} />
      ) : (
        <Distance percent={distanceToStrike(option, sharePrice)} />
      ),
  };
}
