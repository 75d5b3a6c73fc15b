import { Amount, amount, partOf, ZERO } from "@/server/services/wheel/engine/amount";
import { blockFigures } from "@/server/services/wheel/engine/block-figures";
import { recordLine } from "@/server/services/wheel/engine/collateral";
import { openCycle } from "@/server/services/wheel/engine/cycle-life";
import type { EventOf } from "@/server/services/wheel/engine/step";
import type { UnderlyingBook } from "@/server/services/wheel/engine/underlying-book";

/**
 * Multiplies shares and leaves their cost. Dollars for a fraction that was not delivered lower the cost of the
 * shares that the fraction belonged to: those outside where there are any, since contracts deliver whole shares.
 */
export function applySplit(book: UnderlyingBook, event: EventOf<"split">, at: number): void {
  const { outside } = book.ledger;
  const cycle = openCycle(book);
  const before = amount(event.oldShares);
  const after = amount(event.newShares);
  const inLieu = amount(event.cashInLieu ?? "0");
  const isFractionOutside = outside.shares.gt(ZERO) || cycle === null;
  const keepsWhole = isFractionOutside && inLieu.gt(ZERO);
  const shared = (shares: Amount): Amount => (before.isZero() ? shares : partOf(after, shares, before));
  const exact = shared(cycle?.shares ?? ZERO);
  const inCycle = keepsWhole ? Amount.min(exact.ceil(), after) : exact;

  const isWholeAccount = outside.shares.plus(cycle?.shares ?? ZERO).eq(before);
  outside.shares = isWholeAccount ? after.minus(inCycle) : shared(outside.shares);
  if (isFractionOutside) {
    outside.cash = outside.cash.plus(inLieu);
    outside.cost = Amount.max(outside.cost.minus(inLieu), ZERO);
  }
  if (cycle === null || cycle.shares.isZero()) {
    return;
  }
  cycle.shares = inCycle;
  const cash = isFractionOutside ? ZERO : inLieu;
  cycle.cost = cycle.cost.minus(cash);
  cycle.taxCost = cycle.taxCost.minus(cash);
  if (before.isZero()) {
    blockFigures(cycle, "shares_delivered", event.eventId, [
      "shares",
      "taxBasis",
      "effectiveBasis",
      "breakEven",
    ]);
  }
  recordLine(cycle, {
    eventId: event.eventId,
    at,
    kind: "split",
    option: null,
    quantity: cycle.shares,
    price: null,
    cash,
    early: false,
    realised: ZERO,
  });
}
