import { Amount, partOf, ZERO } from "@/server/services/wheel/engine/amount";
import { blockFigures } from "@/server/services/wheel/engine/block-figures";
import { recordLine } from "@/server/services/wheel/engine/collateral";
import { noteLeft, openCycle } from "@/server/services/wheel/engine/cycle-life";
import type { CycleLedger } from "@/server/services/wheel/engine/ledger";
import { addOutside, availableOutside, takeOutside } from "@/server/services/wheel/engine/outside-shares";
import { type Cause, coverCalls } from "@/server/services/wheel/engine/take-in-shares";
import type { UnderlyingBook } from "@/server/services/wheel/engine/underlying-book";

/** Shares that came or went at a price; dollars are not signed. */
export interface ShareMove extends Cause {
  readonly shares: Amount;
  readonly value: Amount;
  /** Null when they are not known. */
  readonly fees: Amount | null;
}

/** Shares that were bought, or delivered by options beside the wheel: outside, or behind calls that have none. */
export function buyShares(book: UnderlyingBook, move: ShareMove): void {
  const { outside } = book.ledger;
  const cost = move.value.plus(move.fees ?? ZERO);
  addOutside(outside, move.shares, cost);
  outside.cash = outside.cash.minus(cost);
  if (move.fees === null) {
    outside.feesMissingIn ??= move.eventId;
  }
  coverCalls(book, move);
}

/** Shares that were sold: those of the cycle behind no call, then those outside, then those behind calls. */
export function sellShares(book: UnderlyingBook, move: ShareMove): void {
  const { outside } = book.ledger;
  const cycle = openCycle(book);
  let left = move.shares;
  const take = (limit: Amount): Amount => {
    const taken = Amount.max(Amount.min(left, limit), ZERO);
    left = left.minus(taken);
    return taken;
  };
  const free = take(cycle === null ? ZERO : cycle.shares.minus(cycle.behindCalls));
  const fromOutside = take(availableOutside(outside));
  const behindCalls = take(cycle === null ? ZERO : cycle.shares.minus(free));
  const fromCycle = free.plus(behindCalls);

  const proceeds = move.value.minus(move.fees ?? ZERO);
  const cycleProceeds = partOf(proceeds, fromCycle, move.shares);
  takeOutside(outside, fromOutside.plus(left));
  outside.cash = outside.cash.plus(proceeds.minus(cycleProceeds));
  if (cycle !== null && fromCycle.gt(ZERO)) {
    if (move.fees === null) {
      blockFigures(cycle, "fees", move.eventId, ["shareProfit", "realisedProfit", "annualised"]);
    }
    removeShares(cycle, fromCycle, cycleProceeds);
    recordLine(cycle, {
      eventId: move.eventId,
      at: move.at,
      kind: "shares_sold",
      option: null,
      quantity: fromCycle,
      price: move.value.div(move.shares),
      cash: cycleProceeds,
      early: false,
      realised: ZERO,
    });
    noteLeft(book, cycle, move.at, "shares_sold");
  }
}

/** Takes shares out of the cycle at their average cost; what they brought above it is share profit. */
export function removeShares(cycle: CycleLedger, shares: Amount, proceeds: Amount): void {
  const cost = partOf(cycle.cost, shares, cycle.shares);
  cycle.taxCost = cycle.taxCost.minus(partOf(cycle.taxCost, shares, cycle.shares));
  cycle.cost = cycle.cost.minus(cost);
  cycle.shares = cycle.shares.minus(shares);
  cycle.shareProfit = cycle.shareProfit.plus(proceeds.minus(cost));
}
