import { type Amount, amount, partOf, ZERO } from "@/server/services/wheel/engine/amount";
import { takeBeside } from "@/server/services/wheel/engine/beside-options";
import { blockSettlement } from "@/server/services/wheel/engine/block-figures";
import { type ClaimedShorts, claimShorts } from "@/server/services/wheel/engine/claim-shorts";
import { recordLine } from "@/server/services/wheel/engine/collateral";
import { noteLeft } from "@/server/services/wheel/engine/cycle-life";
import { deliverBeside, deliverInCycle, deliveryOf } from "@/server/services/wheel/engine/deliver-shares";
import type { CycleEnding, CycleLine } from "@/server/services/wheel/engine/ledger";
import { releaseShort } from "@/server/services/wheel/engine/short-holdings";
import type { OptionEnd } from "@/server/services/wheel/engine/step";
import type { UnderlyingBook } from "@/server/services/wheel/engine/underlying-book";

type CycleClaim = NonNullable<ClaimedShorts["inCycle"]>;

/** Contracts that ended without a trade: expired, assigned, exercised or settled in cash. */
export function applyOptionEnd(book: UnderlyingBook, event: OptionEnd, at: number): void {
  const contracts = amount(event.quantity);
  if (event.held === "long") {
    endLong(book, event, at, contracts);
    return;
  }
  const { eventId, option } = event;
  const claim = { eventId, at, key: eventId, option, contracts, besideFirst: false };
  const { inCycle, beside } = claimShorts(book, claim);
  if (inCycle !== null) {
    endInCycle(book, event, at, inCycle);
  }
  if (beside.gt(ZERO)) {
    endBeside(book, event, at, beside);
  }
}

function endLong(book: UnderlyingBook, event: OptionEnd, at: number, contracts: Amount): void {
  const { ledger } = book;
  if (takeBeside(ledger, event.option, "long", contracts).lt(contracts)) {
    ledger.blocked.push({ figure: "premium", missing: "opening_trade", eventId: event.eventId });
  }
  endBeside(book, event, at, contracts);
}

function endBeside(book: UnderlyingBook, event: OptionEnd, at: number, contracts: Amount): void {
  const { ledger } = book;
  if (event.kind === "option_expiration") {
    return;
  }
  if (event.kind !== "option_cash_settlement") {
    deliverBeside(book, event, at, deliveryOf(event, contracts));
  } else if (event.cash === null) {
    ledger.blocked.push({ figure: "premium", missing: "cash_delivered", eventId: event.eventId });
  } else {
    ledger.besideCash = ledger.besideCash.plus(partOf(amount(event.cash), contracts, amount(event.quantity)));
  }
}

function endInCycle(book: UnderlyingBook, event: OptionEnd, at: number, claim: CycleClaim): void {
  if (event.kind === "option_expiration") {
    settle(book, event, at, claim, ZERO, "expired");
  } else if (event.kind === "option_cash_settlement") {
    if (event.cash === null) {
      blockSettlement(claim.cycle, event.eventId);
    }
    const paid = partOf(amount(event.cash ?? "0"), claim.contracts, amount(event.quantity)).neg();
    settle(book, event, at, claim, paid, "bought_back");
  } else {
    deliverInCycle(book, event, at, claim, deliveryOf(event, claim.contracts));
  }
}

/** Ends contracts of the cycle for so many dollars paid, and none of the shares. */
function settle(
  book: UnderlyingBook,
  event: OptionEnd,
  at: number,
  { cycle, contracts, opened }: CycleClaim,
  paid: Amount,
  kind: CycleLine["kind"] & CycleEnding,
): void {
  const { option, eventId } = event;
  const released = releaseShort(cycle, option.contractId, opened);
  const realised = released.premium.minus(released.fees).minus(paid);
  cycle.paidToClose = cycle.paidToClose.plus(paid);
  cycle.realised = cycle.realised.plus(realised);
  const price = kind === "expired" ? null : paid.div(contracts).div(option.multiplier);
  const cash = paid.neg();
  recordLine(cycle, { eventId, at, kind, option, quantity: contracts, price, cash, early: false, realised });
  noteLeft(book, cycle, at, kind);
}
