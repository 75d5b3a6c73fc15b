import { type Amount, partOf, ZERO } from "@/server/services/wheel/engine/amount";
import { besideReason, changeBeside, takeBeside } from "@/server/services/wheel/engine/beside-options";
import { blockOptionFees } from "@/server/services/wheel/engine/block-figures";
import { claimShorts } from "@/server/services/wheel/engine/claim-shorts";
import { recordLine } from "@/server/services/wheel/engine/collateral";
import { sharesOf, strikeValue } from "@/server/services/wheel/engine/contract-amounts";
import { cycleForSale, noteLeft } from "@/server/services/wheel/engine/cycle-life";
import type { CycleLedger } from "@/server/services/wheel/engine/ledger";
import { addShort, releaseShort } from "@/server/services/wheel/engine/short-holdings";
import type { ContractTrade } from "@/server/services/wheel/engine/step";
import { takeInShares } from "@/server/services/wheel/engine/take-in-shares";
import type { UnderlyingBook } from "@/server/services/wheel/engine/underlying-book";

/** Options that were bought or sold, to open or to close. */
export function applyOptionTrade(book: UnderlyingBook, trade: ContractTrade, key: string): void {
  if (trade.effect === "open") {
    (trade.side === "buy" ? openLong : openShort)(book, trade, key);
  } else {
    (trade.side === "buy" ? closeShort : closeLong)(book, trade, key);
  }
}

function openLong({ ledger }: UnderlyingBook, trade: ContractTrade): void {
  changeBeside(ledger, trade.option, "long", trade.quantity, "long_option");
  ledger.besideCash = ledger.besideCash.minus(trade.value).minus(trade.fees ?? ZERO);
}

function closeLong({ ledger }: UnderlyingBook, trade: ContractTrade): void {
  const taken = takeBeside(ledger, trade.option, "long", trade.quantity);
  if (taken.lt(trade.quantity)) {
    ledger.blocked.push({ figure: "premium", missing: "opening_trade", eventId: trade.eventId });
  }
  ledger.besideCash = ledger.besideCash.plus(trade.value).minus(trade.fees ?? ZERO);
}

function openShort(book: UnderlyingBook, trade: ContractTrade, key: string): void {
  const { ledger } = book;
  const { option, quantity, value } = trade;
  const reason = besideReason(option, trade.orderId, book.legs);
  if (reason !== null) {
    changeBeside(ledger, option, "short", quantity, reason);
    ledger.besideCash = ledger.besideCash.plus(value).minus(trade.fees ?? ZERO);
    return;
  }
  const cycle = cycleForSale(book, trade, key);
  const fees = knownFees(cycle, trade);
  if (option.right === "call") {
    const needed = cycle.behindCalls.plus(sharesOf(option, quantity)).minus(cycle.shares);
    takeInShares(book, cycle, needed, trade);
  }
  addShort(cycle, {
    option,
    quantity,
    premium: value,
    fees,
    feesKnown: trade.fees !== null,
    openedAt: trade.at,
    collateralAtOpening: collateralOfSale(cycle, trade),
  });
  cycle.collected = cycle.collected.plus(value);
  recordLine(cycle, {
    ...lineOf(trade, quantity, value.minus(fees)),
    kind: option.right === "put" ? "put_sold" : "call_sold",
    realised: ZERO,
  });
  book.openings.push({ orderId: trade.orderId, at: trade.at, option, quantity, value, cycle });
}

function closeShort(book: UnderlyingBook, trade: ContractTrade, key: string): void {
  const { ledger } = book;
  const { option } = trade;
  const besideFirst = book.legs.closesLong(trade.orderId, option.right);
  const claimed = claimShorts(book, { ...trade, key, contracts: trade.quantity, besideFirst });
  const feesPaid = trade.fees ?? ZERO;
  const besideValue = partOf(trade.value, claimed.beside, trade.quantity);
  const besideFees = partOf(feesPaid, claimed.beside, trade.quantity);
  ledger.besideCash = ledger.besideCash.minus(besideValue).minus(besideFees);
  if (claimed.inCycle === null) {
    return;
  }
  const { cycle, contracts, opened } = claimed.inCycle;
  const value = trade.value.minus(besideValue);
  const fees = feesPaid.minus(besideFees);
  if (trade.fees === null) {
    blockOptionFees(cycle, trade.eventId);
  }
  const released = releaseShort(cycle, option.contractId, opened);
  const realised = released.premium.minus(released.fees).minus(value).minus(fees);
  cycle.paidToClose = cycle.paidToClose.plus(value);
  cycle.fees = cycle.fees.plus(fees);
  cycle.realised = cycle.realised.plus(realised);
  recordLine(cycle, {
    ...lineOf(trade, contracts, value.plus(fees).neg()),
    kind: "bought_back",
    realised,
  });
  book.closings.push({ orderId: trade.orderId, at: trade.at, option, quantity: contracts, value, cycle });
  noteLeft(book, cycle, trade.at, "bought_back");
}

/** Adds the fees of a sale to the cycle's; unknown ones count nothing and block what depends on them. */
function knownFees(cycle: CycleLedger, trade: ContractTrade): Amount {
  if (trade.fees === null) {
    blockOptionFees(cycle, trade.eventId);
    return ZERO;
  }
  cycle.fees = cycle.fees.plus(trade.fees);
  return trade.fees;
}

/** What the sale ties up: for calls what the shares behind them came in at, null when there are not enough. */
function collateralOfSale(cycle: CycleLedger, { option, quantity }: ContractTrade): Amount | null {
  if (option.right === "put") {
    return strikeValue(option, quantity);
  }
  const shares = sharesOf(option, quantity);
  return cycle.behindCalls.plus(shares).gt(cycle.shares) ? null : partOf(cycle.cost, shares, cycle.shares);
}

const lineOf = (trade: ContractTrade, quantity: Amount, cash: Amount) => ({
  eventId: trade.eventId,
  at: trade.at,
  option: trade.option,
  quantity,
  price: trade.value.div(trade.quantity).div(trade.option.multiplier),
  cash,
  early: false,
});
