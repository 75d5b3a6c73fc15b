import { Amount, ZERO } from "@/server/services/wheel/engine/amount";
import { besideQuantity, besideReason, takeBeside } from "@/server/services/wheel/engine/beside-options";
import { blockUnopened } from "@/server/services/wheel/engine/block-figures";
import { cycleForGap, openCycle } from "@/server/services/wheel/engine/cycle-life";
import type { CycleLedger } from "@/server/services/wheel/engine/ledger";
import { shortQuantity } from "@/server/services/wheel/engine/short-holdings";
import type { UnderlyingBook } from "@/server/services/wheel/engine/underlying-book";
import type { OptionTerms } from "@/shared/schemas/trading";

export interface ShortClaim {
  readonly eventId: string;
  readonly at: number;
  readonly key: string;
  readonly option: OptionTerms;
  readonly contracts: Amount;
  /** The order closes the long leg too: it is the spread that it closes. */
  readonly besideFirst: boolean;
}

/** Which of the short contracts that ended belonged where. */
export interface ClaimedShorts {
  readonly inCycle: {
    readonly cycle: CycleLedger;
    readonly contracts: Amount;
    /** Of them, those whose opening is known. */
    readonly opened: Amount;
  } | null;
  readonly beside: Amount;
}

/**
 * Finds short contracts that ended: in the cycle first, then beside the wheel, where they are taken away. Contracts
 * that were never opened count to the cycle, which is blocked for it, or are noted as a gap beside the wheel.
 */
export function claimShorts(book: UnderlyingBook, claim: ShortClaim): ClaimedShorts {
  const { ledger } = book;
  const { option, contracts } = claim;
  const held = shortQuantity(openCycle(book), option.contractId);
  const spreadLegs = claim.besideFirst ? besideQuantity(ledger, option.contractId, "short") : ZERO;
  const opened = Amount.min(held, Amount.max(contracts.minus(spreadLegs), ZERO));
  const beside = takeBeside(ledger, option, "short", contracts.minus(opened));
  const unopened = contracts.minus(opened).minus(beside);
  if (unopened.gt(ZERO) && besideReason(option, null, book.legs) !== null) {
    ledger.blocked.push({ figure: "premium", missing: "opening_trade", eventId: claim.eventId });
    return { inCycle: withOpened(openCycle(book), opened, opened), beside: beside.plus(unopened) };
  }
  if (unopened.gt(ZERO)) {
    const cycle = cycleForGap(book, claim.at, claim.key);
    blockUnopened(cycle, claim.eventId);
    return { inCycle: withOpened(cycle, opened.plus(unopened), opened), beside };
  }
  return { inCycle: withOpened(openCycle(book), opened, opened), beside };
}

function withOpened(cycle: CycleLedger | null, contracts: Amount, opened: Amount): ClaimedShorts["inCycle"] {
  return cycle === null || contracts.isZero() ? null : { cycle, contracts, opened };
}
