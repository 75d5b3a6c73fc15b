import { Amount, ZERO } from "@/server/services/wheel/engine/amount";
import { blockFigures } from "@/server/services/wheel/engine/block-figures";
import { recordLine } from "@/server/services/wheel/engine/collateral";
import { openCycle } from "@/server/services/wheel/engine/cycle-life";
import type { CycleLedger } from "@/server/services/wheel/engine/ledger";
import { availableOutside, takeOutside } from "@/server/services/wheel/engine/outside-shares";
import type { UnderlyingBook } from "@/server/services/wheel/engine/underlying-book";

/** Which event makes shares come in. */
export interface Cause {
  readonly eventId: string;
  readonly at: number;
}

/** Moves shares from outside into the cycle at their average cost, as many as are needed and there. */
export function takeInShares(book: UnderlyingBook, cycle: CycleLedger, needed: Amount, cause: Cause): void {
  const { outside } = book.ledger;
  const taken = Amount.min(needed, availableOutside(outside));
  if (taken.lte(ZERO)) {
    return;
  }
  const { feesMissingIn } = outside;
  const cost = takeOutside(outside, taken);
  outside.cash = outside.cash.plus(cost);
  cycle.shares = cycle.shares.plus(taken);
  cycle.cost = cycle.cost.plus(cost);
  cycle.taxCost = cycle.taxCost.plus(cost);
  if (feesMissingIn !== null) {
    blockFigures(cycle, "fees", feesMissingIn, ["taxBasis", "effectiveBasis", "breakEven", "annualised"]);
  }
  recordLine(cycle, {
    eventId: cause.eventId,
    at: cause.at,
    kind: "shares_taken_in",
    option: null,
    quantity: taken,
    price: cost.div(taken),
    cash: ZERO,
    early: false,
    realised: ZERO,
  });
}

/** Puts shares from outside behind calls of the open cycle that have none. */
export function coverCalls(book: UnderlyingBook, cause: Cause): void {
  const cycle = openCycle(book);
  if (cycle !== null) {
    takeInShares(book, cycle, cycle.behindCalls.minus(cycle.shares), cause);
  }
}
