import { Amount, amount, partOf, ZERO } from "@/server/services/wheel/engine/amount";
import { recordLine } from "@/server/services/wheel/engine/collateral";
import { openCycle } from "@/server/services/wheel/engine/cycle-life";
import { availableOutside } from "@/server/services/wheel/engine/outside-shares";
import type { EventOf } from "@/server/services/wheel/engine/step";
import type { DividendHolder, UnderlyingBook } from "@/server/services/wheel/engine/underlying-book";

type Dividend = EventOf<"dividend">;

/** Notes who holds the shares when they begin to trade without the dividend: the dividend is theirs. */
export function noteDividendHolder(book: UnderlyingBook, event: Dividend): void {
  const holder = holderNow(book);
  if (holder !== null) {
    book.dividendHolders.set(event.eventId, holder);
  }
}

/** A dividend that was paid: the cycle's part of the shares held is the cycle's, even when it has ended since. */
export function applyDividend(book: UnderlyingBook, event: Dividend, at: number): void {
  const { outside } = book.ledger;
  const paid = amount(event.amount);
  const holder = event.exDate === null ? holderNow(book) : (book.dividendHolders.get(event.eventId) ?? null);
  const ofCycle = holder === null ? ZERO : partOfCycle(paid, holder, event);
  outside.cash = outside.cash.plus(paid).minus(ofCycle);
  if (holder === null) {
    return;
  }
  const { cycle, shares } = holder;
  cycle.dividends = cycle.dividends.plus(ofCycle);
  recordLine(cycle, {
    eventId: event.eventId,
    at,
    kind: "dividend",
    option: null,
    quantity: shares,
    price: null,
    cash: ofCycle,
    early: false,
    realised: ZERO,
  });
}

function holderNow(book: UnderlyingBook): DividendHolder | null {
  const cycle = openCycle(book);
  return cycle === null || cycle.shares.isZero()
    ? null
    : { cycle, shares: cycle.shares, outsideShares: availableOutside(book.ledger.outside) };
}

/** By the shares that the broker counted, where those are more than are known here. */
function partOfCycle(paid: Amount, { shares, outsideShares }: DividendHolder, event: Dividend): Amount {
  const counted = amount(event.sharesHeld ?? "0");
  return partOf(paid, shares, Amount.max(shares.plus(outsideShares), counted));
}
