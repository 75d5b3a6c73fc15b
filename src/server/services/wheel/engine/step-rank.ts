import type { ContractTrade, ShareTrade, UntradedEvent } from "@/server/services/wheel/engine/step";

/** Places of the steps that have one time (docs/wheel.md, "Order of events"). */
const RANK = {
  exDividend: 0,
  corporateAction: 1,
  sharesBought: 2,
  optionClosed: 3,
  expiration: 4,
  sharesDeliveredIn: 5,
  sharesDeliveredOut: 6,
  cashSettlement: 7,
  sharesSold: 8,
  optionOpened: 9,
  dividend: 10,
} as const;

export const EX_DIVIDEND_RANK = RANK.exDividend;

export function rankOfTrade(trade: ShareTrade | ContractTrade): number {
  if (trade.option === null) {
    return trade.side === "buy" ? RANK.sharesBought : RANK.sharesSold;
  }
  return trade.effect === "close" ? RANK.optionClosed : RANK.optionOpened;
}

export function rankOfEvent(event: UntradedEvent): number {
  switch (event.kind) {
    case "split":
    case "contract_change":
      return RANK.corporateAction;
    case "option_expiration":
      return RANK.expiration;
    case "option_assignment":
    case "option_exercise":
      return bringsShares(event) ? RANK.sharesDeliveredIn : RANK.sharesDeliveredOut;
    case "option_cash_settlement":
      return RANK.cashSettlement;
    case "dividend":
      return RANK.dividend;
  }
}

/** Shares come in for puts that were sold and calls that were bought; they go for the other two. */
export function bringsShares(end: {
  readonly held: "short" | "long";
  readonly option: { readonly right: "call" | "put" };
}): boolean {
  return (end.held === "short") === (end.option.right === "put");
}
