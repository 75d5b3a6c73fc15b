import { Amount, amount, partOf, ZERO } from "@/server/services/wheel/engine/amount";
import { blockFigures, type Figure } from "@/server/services/wheel/engine/block-figures";
import type { ClaimedShorts } from "@/server/services/wheel/engine/claim-shorts";
import { recordLine } from "@/server/services/wheel/engine/collateral";
import { strikeValue } from "@/server/services/wheel/engine/contract-amounts";
import { noteLeft } from "@/server/services/wheel/engine/cycle-life";
import type { CycleLedger } from "@/server/services/wheel/engine/ledger";
import { buyShares, removeShares, sellShares } from "@/server/services/wheel/engine/move-shares";
import { takeOutside } from "@/server/services/wheel/engine/outside-shares";
import { type ReleasedPremium, releaseShort } from "@/server/services/wheel/engine/short-holdings";
import type { Delivery } from "@/server/services/wheel/engine/step";
import { bringsShares } from "@/server/services/wheel/engine/step-rank";
import { takeInShares } from "@/server/services/wheel/engine/take-in-shares";
import type { UnderlyingBook } from "@/server/services/wheel/engine/underlying-book";

type CycleClaim = NonNullable<ClaimedShorts["inCycle"]>;

const OF_SHARES: readonly Figure[] = [
  "shares",
  "state",
  "taxBasis",
  "effectiveBasis",
  "breakEven",
  "shareProfit",
  "realisedProfit",
  "openProfit",
  "annualised",
];

/** What an assignment or exercise of contracts moves; neither is signed. */
export interface Delivered {
  /** Null when neither the event nor the contract says. */
  readonly shares: Amount | null;
  /** Dollars: the event's, or else strike × multiplier × contracts. */
  readonly value: Amount;
}

/** What so many of the event's contracts delivered. */
export function deliveryOf(event: Delivery, contracts: Amount): Delivered {
  const all = amount(event.quantity);
  const { option } = event;
  const said = event.shares === null ? ZERO : partOf(amount(event.shares).abs(), contracts, all);
  const byTerms = option.sharesPerContract === null ? ZERO : contracts.times(option.sharesPerContract);
  const shares = said.gt(ZERO) ? said : byTerms;
  return {
    shares: shares.gt(ZERO) ? shares : null,
    value:
      event.cash === null ? strikeValue(option, contracts) : partOf(amount(event.cash).abs(), contracts, all),
  };
}

/** A delivery by options beside the wheel: shares bought or sold at the strike. */
export function deliverBeside(book: UnderlyingBook, event: Delivery, at: number, delivered: Delivered): void {
  const { eventId } = event;
  const { shares, value } = delivered;
  const { ledger } = book;
  const comesIn = bringsShares(event);
  if (shares === null) {
    ledger.blocked.push({ figure: "shares", missing: "shares_delivered", eventId });
    ledger.outside.cash = comesIn ? ledger.outside.cash.minus(value) : ledger.outside.cash.plus(value);
    return;
  }
  (comesIn ? buyShares : sellShares)(book, { eventId, at, shares, value, fees: ZERO });
}

/** An assignment of the cycle's own contracts: shares come in at the strike, or are called away. */
export function deliverInCycle(
  book: UnderlyingBook,
  event: Delivery,
  at: number,
  claim: CycleClaim,
  delivered: Delivered,
): void {
  const { cycle, contracts, opened } = claim;
  const { option, eventId } = event;
  const released = releaseShort(cycle, option.contractId, opened);
  const realised = released.premium.minus(released.fees);
  cycle.realised = cycle.realised.plus(realised);
  if (delivered.shares === null) {
    blockFigures(cycle, "shares_delivered", eventId, OF_SHARES);
    cycle.sharesUnknown = true;
  }
  const comesIn = bringsShares(event);
  const cash = comesIn
    ? takeDelivery(cycle, eventId, delivered, released, opened.lt(contracts))
    : giveDelivery(book, cycle, event, at, delivered);
  recordLine(cycle, {
    eventId,
    at,
    kind: comesIn ? "assigned" : "called_away",
    option,
    quantity: contracts,
    price: amount(option.strike),
    cash,
    early: event.early,
    realised,
  });
  noteLeft(book, cycle, at, "called_away");
}

/** Shares of assigned puts; returns the dollars, negative. */
function takeDelivery(
  cycle: CycleLedger,
  eventId: string,
  { shares, value }: Delivered,
  released: ReleasedPremium,
  isUnopened: boolean,
): Amount {
  cycle.shares = cycle.shares.plus(shares ?? ZERO);
  cycle.cost = cycle.cost.plus(value);
  cycle.taxCost = cycle.taxCost.plus(value).minus(released.premium).plus(released.fees);
  if (isUnopened) {
    blockFigures(cycle, "opening_trade", eventId, ["taxBasis"]);
  }
  if (!released.feesKnown) {
    blockFigures(cycle, "fees", eventId, ["taxBasis"]);
  }
  return value.neg();
}

/** Shares of assigned calls, taken in from outside where the cycle has too few; returns the cycle's dollars. */
function giveDelivery(
  book: UnderlyingBook,
  cycle: CycleLedger,
  { eventId }: Delivery,
  at: number,
  { shares, value }: Delivered,
): Amount {
  if (shares === null) {
    cycle.cost = cycle.cost.minus(value);
    cycle.taxCost = cycle.taxCost.minus(value);
    return value;
  }
  takeInShares(book, cycle, shares.minus(cycle.shares), { eventId, at });
  const given = Amount.min(shares, cycle.shares);
  const proceeds = partOf(value, given, shares);
  if (given.gt(ZERO)) {
    removeShares(cycle, given, proceeds);
  }
  if (given.lt(shares)) {
    const { outside } = book.ledger;
    takeOutside(outside, shares.minus(given));
    outside.cash = outside.cash.plus(value).minus(proceeds);
    blockFigures(cycle, "opening_trade", eventId, ["shareProfit", "realisedProfit", "annualised"]);
  }
  return proceeds;
}
