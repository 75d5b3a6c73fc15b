import { Decimal } from "decimal.js";
import { daysAfter } from "../../time-format";
import type { StockSplit } from "../account";
import type { AccountLedger } from "../account-ledger";
import type { Market, OptionContract, Stock } from "../market";
import type { Amount, OptionTrade, StockTrade } from "../orders";

const weekdays = ["mon", "tue", "wed", "thu", "fri"] as const;
type Weekday = (typeof weekdays)[number];

/** What regulators take for each contract bought or sold, in dollars. */
const feePerContract = "0.04";

/**
 * Words for histories that are written down act by act, with exact days, prices and fees, so that what comes of
 * them can be worked out by hand. Weeks are counted from the start: week −1 ended with the Friday before it.
 */
export class Script {
  readonly ledger: AccountLedger;
  readonly market: Market;

  constructor(ledger: AccountLedger, market: Market) {
    this.ledger = ledger;
    this.market = market;
  }

  /** A time (UTC) on a day of a week. */
  on(week: number, day: Weekday, time = "15:30"): Date {
    const friday = new Date(`${this.market.friday(week)}T${time}:00Z`);
    return daysAfter(friday, weekdays.indexOf(day) - 4);
  }

  stock(symbol: string): Stock {
    const stock = this.market.stock(symbol);
    if (stock === null) throw new Error(`${symbol} is not listed.`);
    return stock;
  }

  put(symbol: string, strike: Amount, week: number): OptionContract {
    return this.market.contract(this.stock(symbol), "put", new Decimal(strike), this.market.friday(week));
  }

  call(symbol: string, strike: Amount, week: number): OptionContract {
    return this.market.contract(this.stock(symbol), "call", new Decimal(strike), this.market.friday(week));
  }

  /** Writes the price down that a contract has now. */
  mark(contract: OptionContract, price: Amount): OptionContract {
    contract.fixedMark = new Decimal(price);
    return contract;
  }

  sellToOpen(contract: OptionContract, quantity: number, price: Amount, at: Date): void {
    this.trade({ legs: [{ contract, side: "sell", effect: "open", price }], quantity }, at);
  }

  buyToOpen(contract: OptionContract, quantity: number, price: Amount, at: Date): void {
    this.trade({ legs: [{ contract, side: "buy", effect: "open", price }], quantity }, at);
  }

  buyToClose(contract: OptionContract, quantity: number, price: Amount, at: Date): void {
    this.trade({ legs: [{ contract, side: "buy", effect: "close", price }], quantity }, at);
  }

  /** Buys one contract back and sells another in one order of two legs. */
  roll(
    from: { contract: OptionContract; price: Amount },
    to: { contract: OptionContract; price: Amount },
    quantity: number,
    at: Date,
  ): void {
    const legs = [
      { ...from, side: "buy", effect: "close" },
      { ...to, side: "sell", effect: "open" },
    ] as const;
    this.trade({ legs, quantity }, at);
  }

  /** An option order with the usual fee for each contract. */
  trade(order: OptionTrade, at: Date): void {
    const contracts = order.legs.reduce((sum, leg) => sum + (leg.ratio ?? 1), 0);
    const regulatoryFees = new Decimal(feePerContract).times(contracts).times(order.quantity);
    this.ledger.trade({ regulatoryFees, ...order }, at);
  }

  buyShares(symbol: string, quantity: number, price: Amount, at: Date): void {
    this.ledger.buy(this.stock(symbol), quantity, price, at);
  }

  sellShares(
    symbol: string,
    quantity: number,
    price: Amount,
    at: Date,
    fees: NonNullable<StockTrade["fees"]>,
  ): void {
    const trade = {
      stock: this.stock(symbol),
      side: "sell",
      quantity,
      price,
      state: "filled",
      fees,
    } as const;
    this.ledger.tradeStock(trade, at);
  }

  /** A split that takes effect before the opening of a Monday; every account that is there finds the same one. */
  split(symbol: string, multiplier: number, divisor: number, week: number): StockSplit {
    return this.market.split(this.stock(symbol), multiplier, divisor, this.on(week, "mon", "09:00"));
  }
}
