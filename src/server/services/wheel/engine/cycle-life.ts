import { ZERO } from "@/server/services/wheel/engine/amount";
import { NOTHING_TIED_UP } from "@/server/services/wheel/engine/collateral";
import type { CycleEnding, CycleLedger } from "@/server/services/wheel/engine/ledger";
import { ROLL_WINDOW_MS, rollEvidence } from "@/server/services/wheel/engine/roll-evidence";
import type { ContractTrade } from "@/server/services/wheel/engine/step";
import type { UnderlyingBook } from "@/server/services/wheel/engine/underlying-book";

/** The cycle that a short option sold now belongs to: the open one, the one that it rolls on, or a new one. */
export function cycleForSale(book: UnderlyingBook, trade: ContractTrade, key: string): CycleLedger {
  if (book.flat !== null && isRolledOn(book, trade)) {
    book.flat = null;
  }
  return openCycle(book) ?? beginCycle(book, trade.at, key);
}

/** The cycle that evidence of something never opened is shown in: the open one or a new one. */
export function cycleForGap(book: UnderlyingBook, at: number, key: string): CycleLedger {
  return openCycle(book) ?? beginCycle(book, at, key);
}

/** The cycle that has shares or short options; null without one. */
export function openCycle(book: UnderlyingBook): CycleLedger | null {
  return book.flat === null ? book.current : null;
}

/** To be called whenever something left the cycle: notes that nothing is left, and how it came to that. */
export function noteLeft(book: UnderlyingBook, cycle: CycleLedger, at: number, ending: CycleEnding): void {
  if (cycle.shares.isZero() && cycle.shorts.size === 0 && !cycle.sharesUnknown) {
    book.flat = { at, ending };
  }
}

/** Ends the cycle that came to nothing, when no roll can follow any more. */
export function endFlatCycle(book: UnderlyingBook): void {
  if (book.flat !== null && book.current !== null) {
    book.current.closedAt = book.flat.at;
    book.current.ending = book.flat.ending;
    book.current = null;
    book.flat = null;
  }
}

function beginCycle(book: UnderlyingBook, at: number, key: string): CycleLedger {
  endFlatCycle(book);
  const cycle: CycleLedger = {
    home: book.ledger,
    openingKey: key,
    openedAt: at,
    closedAt: null,
    ending: null,
    shares: ZERO,
    cost: ZERO,
    taxCost: ZERO,
    sharesUnknown: false,
    behindCalls: ZERO,
    behindPuts: ZERO,
    putsAtStrike: ZERO,
    shorts: new Map(),
    collected: ZERO,
    paidToClose: ZERO,
    fees: ZERO,
    realised: ZERO,
    dividends: ZERO,
    shareProfit: ZERO,
    collateral: NOTHING_TIED_UP,
    weighedDollarMs: ZERO,
    weighedUntil: at,
    blocked: new Map(),
    lines: [],
    chains: [],
    suggestedRolls: [],
  };
  book.current = cycle;
  book.ledger.cycles.push(cycle);
  return cycle;
}

/** Between the two legs of a roll there may be a moment without any option: the cycle goes on. */
function isRolledOn(book: UnderlyingBook, trade: ContractTrade): boolean {
  const closings = book.closings;
  for (let index = closings.length - 1; index >= 0; index -= 1) {
    const closing = closings[index];
    if (closing === undefined || closing.cycle !== book.current || isLongBefore(closing.at, book.flat)) {
      return false;
    }
    const evidence = rollEvidence(closing, trade);
    if (evidence === "same_order" || evidence === "within_minutes") {
      return true;
    }
  }
  return false;
}

const isLongBefore = (at: number, flat: UnderlyingBook["flat"]): boolean =>
  flat !== null && at < flat.at - ROLL_WINDOW_MS;
