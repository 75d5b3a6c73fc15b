import { Decimal } from "decimal.js";
import { type Account, isOpen } from "./account";
import type { Market } from "./market";
import { priceOption } from "./option-pricing";
import { leftToFill } from "./orders";

/** What an account is worth at the prices of the market, in dollars. */
export interface Valuation {
  marketValue: Decimal;
  equity: Decimal;
  equityPreviousClose: Decimal;
  /** Set aside for short puts. */
  optionsCollateral: Decimal;
  heldForOrders: Decimal;
  buyingPower: Decimal;
  withdrawable: Decimal;
}

const zero = new Decimal(0);

/** Equity is cash plus stocks and options at their marks; short options count against it. */
export function valueAccount(account: Account, market: Market): Valuation {
  const stocks = [...account.stocks.values()];
  const options = [...account.options.values()];
  const optionValue = sum(
    options.map((held) =>
      priceOption(market, held.contract).mark.times(held.contract.chain.multiplier).times(held.quantity),
    ),
  );
  const marketValue = sum(stocks.map((held) => held.quantity.times(held.stock.price))).plus(optionValue);
  const before = sum(stocks.map((held) => held.quantity.times(held.stock.previousClose))).plus(optionValue);
  const optionsCollateral = sum(
    options.map((held) =>
      held.quantity.isNegative() && held.contract.type === "put"
        ? held.contract.strike.times(held.contract.chain.multiplier).times(held.quantity.abs())
        : zero,
    ),
  );
  const buys = account.stockOrders.filter((order) => isOpen(order) && order.side === "buy");
  const heldForOrders = sum(buys.map((order) => leftToFill(order).times(order.price)));
  const free = Decimal.max(account.cash.minus(optionsCollateral).minus(heldForOrders), 0);
  return {
    marketValue,
    equity: account.cash.plus(marketValue),
    equityPreviousClose: account.cash.plus(before),
    optionsCollateral,
    heldForOrders,
    buyingPower: free.times(account.type === "margin" ? 2 : 1),
    withdrawable: free,
  };
}

function sum(values: readonly Decimal[]): Decimal {
  return values.reduce((total, value) => total.plus(value), zero);
}
