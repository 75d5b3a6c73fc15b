import { createHash } from "node:crypto";
import { type Amount, asText, asTextOrNull, ZERO } from "@/server/services/wheel/engine/amount";
import { annualised } from "@/server/services/wheel/engine/annualised";
import {
  breakEven,
  effectiveBasis,
  netPremium,
  realisedProfit,
  taxBasis,
} from "@/server/services/wheel/engine/bases";
import { blockedFigures } from "@/server/services/wheel/engine/blocked-figures";
import type { CycleFacts } from "@/server/services/wheel/engine/cycle-facts";
import { sharePriceOf } from "@/server/services/wheel/engine/cycle-prices";
import { cycleState } from "@/server/services/wheel/engine/cycle-state";
import type { CycleLedger } from "@/server/services/wheel/engine/ledger";
import { presentShort } from "@/server/services/wheel/engine/present-short";
import type { WheelCycle } from "@/shared/schemas/wheel";

/**
 * A cycle at the prices of now, checked against the broker's positions. Every figure is described in docs/wheel.md;
 * one whose evidence is missing is null and named in `blocked`, or, where the view has no null, holds the known part.
 */
export function presentCycle(ledger: CycleLedger, facts: CycleFacts): WheelCycle {
  const sharePrice = sharePriceOf(facts, ledger.home.underlying);
  const shorts = [...ledger.shorts.values()].map((short) => presentShort(ledger, short, sharePrice, facts));
  const openProfit = openProfitOf(
    ledger,
    sharePrice,
    shorts.map((short) => short.openProfit),
  );
  const blocked = blockedFigures(ledger, facts, {
    sharePrice,
    hasMarks: shorts.every((short) => short.openProfit !== null),
  });
  const isBlocked = new Set(blocked.map(({ figure }) => figure));
  const unless = (figure: string, value: Amount | null) => (isBlocked.has(figure) ? null : value);
  const realised = realisedProfit(ledger);
  const net = netPremium(ledger);
  const profit = openProfit === null ? null : realised.plus(openProfit);
  return {
    cycleId: cycleIdOf(ledger, facts),
    ...facts.subject,
    underlying: ledger.home.underlying,
    state: cycleState(ledger),
    openedAt: isoTime(ledger.openedAt),
    closedAt: ledger.closedAt === null ? null : isoTime(ledger.closedAt),
    ending: ledger.ending,
    shares: asText(ledger.shares),
    shareCost: asText(ledger.cost),
    shorts: shorts.map(({ view }) => view),
    premium: {
      collected: asText(ledger.collected),
      paidToClose: asText(ledger.paidToClose),
      fees: asText(ledger.fees),
      net: asText(net),
      realised: asText(ledger.realised),
      open: asText(net.minus(ledger.realised)),
    },
    dividends: asText(ledger.dividends),
    shareProfit: asText(ledger.shareProfit),
    realisedProfit: asText(realised),
    openProfit: asTextOrNull(unless("openProfit", openProfit)),
    sharePrice: asTextOrNull(sharePrice),
    taxBasis: asTextOrNull(unless("taxBasis", taxBasis(ledger))),
    effectiveBasis: asTextOrNull(unless("effectiveBasis", effectiveBasis(ledger))),
    breakEven: asTextOrNull(unless("breakEven", breakEven(ledger))),
    collateral: asTextOrNull(unless("collateral", ledger.collateral.puts.plus(ledger.collateral.shares))),
    annualised: annualised(ledger, unless("annualised", profit), facts.now),
    blocked,
  };
}

/** Dollars at the prices of now; null when one is missing. */
function openProfitOf(
  { shares, cost }: CycleLedger,
  sharePrice: Amount | null,
  ofShorts: readonly (Amount | null)[],
): Amount | null {
  let sum = ZERO;
  if (!shares.isZero()) {
    if (sharePrice === null) {
      return null;
    }
    sum = sharePrice.times(shares).minus(cost);
  }
  for (const profit of ofShorts) {
    if (profit === null) {
      return null;
    }
    sum = sum.plus(profit);
  }
  return sum;
}

/** The same in every rebuild: made of the account and of what began the cycle. */
function cycleIdOf({ openingKey, home }: CycleLedger, { subject }: CycleFacts): string {
  const names = [subject.connectionId, subject.accountId, home.underlying, openingKey];
  return createHash("sha256").update(JSON.stringify(names)).digest("hex").slice(0, 40);
}

const isoTime = (ms: number): string => new Date(ms).toISOString();
