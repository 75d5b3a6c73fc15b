import { Decimal } from "decimal.js";
import type { AccountEvent } from "@/shared/schemas/activity";

/** Dollars that an event brought (+) or cost (−), as an account's cash would show it. */
export function cashOfEvent(event: AccountEvent): Decimal {
  switch (event.kind) {
    case "stock_trade":
    case "option_trade": {
      const multiplier = event.kind === "option_trade" ? event.option.multiplier : 1;
      const value = new Decimal(event.price).times(event.quantity).times(multiplier);
      return (event.side === "sell" ? value : value.neg()).minus(event.fees ?? 0);
    }
    case "option_assignment":
    case "option_exercise": {
      const { option } = event;
      const comesIn = (event.held === "short") === (option.right === "put");
      const value = new Decimal(option.strike).times(option.multiplier).times(event.quantity);
      return event.cash === null ? value.times(comesIn ? -1 : 1) : new Decimal(event.cash);
    }
    case "option_cash_settlement":
      return new Decimal(event.cash ?? 0);
    case "dividend":
      return new Decimal(event.paid ? event.amount : 0);
    case "split":
      return new Decimal(event.cashInLieu ?? 0);
    case "option_expiration":
    case "contract_change":
      return new Decimal(0);
  }
}

export const cashOf = (events: readonly AccountEvent[]): Decimal =>
  events.map(cashOfEvent).reduce((sum, cash) => sum.plus(cash), new Decimal(0));
