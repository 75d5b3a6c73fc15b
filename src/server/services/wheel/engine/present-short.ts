import { Amount, amount, asText, asTextOrNull, partOf, ZERO } from "@/server/services/wheel/engine/amount";
import { assignmentRisk } from "@/server/services/wheel/engine/assignment-risk";
import { sharesOf, strikeValue } from "@/server/services/wheel/engine/contract-amounts";
import type { CycleFacts } from "@/server/services/wheel/engine/cycle-facts";
import { contractFacts } from "@/server/services/wheel/engine/cycle-prices";
import type { CycleLedger, ShortHolding } from "@/server/services/wheel/engine/ledger";
import { daysBetween, newYorkDay, newYorkTime } from "@/shared/new-york-time";
import type { OptionTerms } from "@/shared/schemas/trading";
import type { OpenShort } from "@/shared/schemas/wheel";

/** Options of US shares stop trading at 16:00 in New York. */
const LAST_MINUTE = 16 * 60;

export interface PresentedShort {
  readonly view: OpenShort;
  /** Dollars; null without a mark. */
  readonly openProfit: Amount | null;
}

/** A short option as it stands at the prices of now. */
export function presentShort(
  cycle: CycleLedger,
  short: ShortHolding,
  sharePrice: Amount | null,
  facts: CycleFacts,
): PresentedShort {
  const { option, quantity, premium } = short;
  const contract = contractFacts(facts, option.contractId);
  const units = quantity.times(option.multiplier);
  const perShare = premium.div(units);
  const openProfit = contract.mark === null ? null : premium.minus(contract.mark.times(units));
  const today = newYorkDay(facts.now);
  const daysToExpiration = daysBetween(today, option.expiration);
  const distance = distanceToStrike(option, sharePrice);
  const share = facts.shares.get(cycle.home.underlying);
  const dividend = share?.exDividendDay
    ? {
        day: share.exDividendDay,
        perShare: share.dividendPerShare === null ? null : amount(share.dividendPerShare),
      }
    : null;
  return {
    openProfit,
    view: {
      option,
      quantity: asText(quantity.neg()),
      openedAt: new Date(short.openedAt).toISOString(),
      premiumPerShare: asText(perShare),
      premium: asText(premium),
      mark: asTextOrNull(contract.mark),
      daysToExpiration,
      distanceToStrike: asTextOrNull(distance),
      distancePercent: asTextOrNull(percentOf(distance, sharePrice)),
      profitShare: asTextOrNull(openProfit === null || premium.isZero() ? null : openProfit.div(premium)),
      timeShare: asTextOrNull(timeShare(short, facts.now)),
      yieldAtOpening: asTextOrNull(yieldAtOpening(short)),
      openProfit: asTextOrNull(openProfit),
      collateral: asTextOrNull(collateralOf(cycle, short)),
      risk: assignmentRisk({ option, contract, sharePrice, today, daysToExpiration, dividend }),
    },
  };
}

/** Per share; the strike of an adjusted contract is what one delivered share costs. */
function distanceToStrike(option: OptionTerms, sharePrice: Amount | null): Amount | null {
  if (sharePrice === null || option.sharesPerContract === null) {
    return null;
  }
  const perShare = amount(option.strike).times(option.multiplier).div(option.sharesPerContract);
  return option.right === "put" ? sharePrice.minus(perShare) : perShare.minus(sharePrice);
}

const percentOf = (part: Amount | null, whole: Amount | null): Amount | null =>
  part === null || whole === null || whole.isZero() ? null : part.div(whole).times(100);

function timeShare({ openedAt, option }: ShortHolding, now: Date): Amount | null {
  const whole = newYorkTime(option.expiration, LAST_MINUTE).getTime() - openedAt;
  if (whole <= 0) {
    return null;
  }
  const share = new Amount(now.getTime() - openedAt).div(whole);
  return Amount.max(ZERO, Amount.min(share, 1));
}

/** Percent a year; null for what was sold on its last day or ties up nothing. */
function yieldAtOpening({ premium, collateralAtOpening, openedAt, option }: ShortHolding): Amount | null {
  const days = daysBetween(newYorkDay(new Date(openedAt)), option.expiration);
  if (days <= 0 || collateralAtOpening === null || collateralAtOpening.lte(ZERO)) {
    return null;
  }
  return premium.div(collateralAtOpening).times(365).div(days).times(100);
}

/** Dollars tied up: of calls the shares behind them, null where not all of them are there. */
function collateralOf(cycle: CycleLedger, { option, quantity }: ShortHolding): Amount | null {
  if (option.right === "put") {
    return strikeValue(option, quantity);
  }
  return cycle.behindCalls.gt(cycle.shares)
    ? null
    : partOf(cycle.cost, sharesOf(option, quantity), cycle.shares);
}
