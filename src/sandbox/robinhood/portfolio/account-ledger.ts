import { Decimal } from "decimal.js";
import type { SeededRandom } from "../../seeded-random";
import { daysAfter } from "../time-format";
import type { Account, OptionOrder, OrderState, StockOrder } from "./account";
import type { OptionContract, Stock } from "./market";

type Amount = Decimal | number | string;

/**
 * Writes an account's history one act at a time. Cash, positions, orders and events all follow from the same
 * acts, and so agree with each other.
 */
export class AccountLedger {
  readonly account: Account;
  readonly #random: SeededRandom;
  readonly #startedAt: Date;
  #serial = 0;

  constructor(account: Account, random: SeededRandom, startedAt: Date) {
    this.account = account;
    this.#random = random;
    this.#startedAt = startedAt;
  }

  deposit(amount: Amount): void {
    this.account.cash = this.account.cash.plus(amount);
  }

  buy(stock: Stock, quantity: Amount, price: Amount, daysAgo: number): void {
    this.#stockOrder(stock, "buy", quantity, price, daysAgo, "filled");
    this.#addShares(stock, new Decimal(quantity), new Decimal(price), this.#at(daysAgo));
  }

  sell(stock: Stock, quantity: Amount, price: Amount, daysAgo: number): void {
    this.#stockOrder(stock, "sell", quantity, price, daysAgo, "filled");
    this.#addShares(stock, new Decimal(quantity).negated(), new Decimal(price), this.#at(daysAgo));
  }

  /** An order that was not filled: still open, or ended without effect. */
  unfilled(
    stock: Stock,
    side: "buy" | "sell",
    quantity: Amount,
    price: Amount,
    daysAgo: number,
    state: OrderState,
  ) {
    this.#stockOrder(stock, side, quantity, price, daysAgo, state);
  }

  /** Sells (or buys) contracts to open a position, at a price a share. */
  open(
    contract: OptionContract,
    side: "buy" | "sell",
    quantity: number,
    price: Decimal,
    daysAgo: number,
  ): void {
    this.#optionOrder(contract, side, "open", quantity, price, daysAgo, "filled");
    this.#addContracts(contract, side === "buy" ? quantity : -quantity, price, this.#at(daysAgo));
  }

  /** Closes a position by the opposite trade. */
  close(
    contract: OptionContract,
    side: "buy" | "sell",
    quantity: number,
    price: Decimal,
    daysAgo: number,
  ): void {
    this.#optionOrder(contract, side, "close", quantity, price, daysAgo, "filled");
    this.#addContracts(contract, side === "buy" ? quantity : -quantity, price, this.#at(daysAgo));
  }

  /** An option order that waits to be filled. */
  waiting(contract: OptionContract, side: "buy" | "sell", effect: "open" | "close", price: Decimal): void {
    this.#optionOrder(contract, side, effect, 1, price, 1, "queued");
  }

  /** A short position that ended worthless. */
  expire(contract: OptionContract): void {
    this.#end(contract, "expiration");
  }

  /** A short position that was assigned: a put brings the shares in at the strike, a call takes them away. */
  assign(contract: OptionContract): void {
    const quantity = this.#end(contract, "assignment");
    const shares = quantity.times(contract.type === "put" ? 100 : -100);
    this.#addShares(contract.stock, shares, contract.strike, expirationTime(contract));
  }

  dividend(stock: Stock, daysAgo: number): void {
    const shares = this.account.stocks.get(stock.symbol)?.quantity ?? new Decimal(0);
    const amount = shares.times(stock.dividend).toDecimalPlaces(2);
    const paid = daysAgo > 0;
    if (paid) this.deposit(amount);
    this.account.dividends.push({
      id: this.#id("dividend"),
      stock,
      shares,
      amount,
      payableAt: this.#at(daysAgo),
      state: paid ? "paid" : "pending",
    });
  }

  #addShares(stock: Stock, quantity: Decimal, price: Decimal, at: Date): void {
    this.account.cash = this.account.cash.minus(quantity.times(price));
    const held = this.account.stocks.get(stock.symbol);
    const before = held?.quantity ?? new Decimal(0);
    const average = held === undefined || before.isZero() ? price : held.cost.div(before);
    const after = before.plus(quantity);
    const cost = (held?.cost ?? new Decimal(0)).plus(quantity.times(quantity.isPositive() ? price : average));
    if (after.isZero()) this.account.stocks.delete(stock.symbol);
    else
      this.account.stocks.set(stock.symbol, { stock, quantity: after, cost, openedAt: held?.openedAt ?? at });
  }

  #addContracts(contract: OptionContract, quantity: number, price: Decimal, at: Date): void {
    const value = price.times(100).times(quantity);
    this.account.cash = this.account.cash.minus(value);
    const held = this.account.options.get(contract.id);
    const after = (held?.quantity ?? new Decimal(0)).plus(quantity);
    if (after.isZero()) {
      this.account.options.delete(contract.id);
      return;
    }
    this.account.options.set(contract.id, {
      id: this.#random.uuid("option-position", this.account.number, contract.id),
      contract,
      quantity: after,
      cost: (held?.cost ?? new Decimal(0)).plus(value),
      openedAt: held?.openedAt ?? at,
    });
  }

  #end(contract: OptionContract, type: "expiration" | "assignment"): Decimal {
    const quantity = this.account.options.get(contract.id)?.quantity.abs() ?? new Decimal(0);
    this.account.options.delete(contract.id);
    const at = expirationTime(contract);
    this.account.events.push({ id: this.#id("event"), type, contract, quantity, at });
    return quantity;
  }

  #stockOrder(
    stock: Stock,
    side: StockOrder["side"],
    quantity: Amount,
    price: Amount,
    daysAgo: number,
    state: OrderState,
  ): void {
    this.account.stockOrders.push({
      id: this.#id("order"),
      refId: this.#id("ref"),
      stock,
      side,
      type: state === "filled" && daysAgo % 2 === 1 ? "market" : "limit",
      timeInForce: state === "queued" ? "gtc" : "gfd",
      quantity: new Decimal(quantity),
      price: new Decimal(price),
      state,
      createdAt: this.#at(daysAgo),
    });
  }

  #optionOrder(
    contract: OptionContract,
    side: OptionOrder["side"],
    effect: OptionOrder["effect"],
    quantity: number,
    price: Decimal,
    daysAgo: number,
    state: OrderState,
  ): void {
    this.account.optionOrders.push({
      id: this.#id("option-order"),
      refId: this.#id("ref"),
      contract,
      side,
      effect,
      quantity: new Decimal(quantity),
      price,
      state,
      createdAt: this.#at(daysAgo),
    });
  }

  #id(kind: string): string {
    this.#serial += 1;
    return this.#random.uuid(kind, this.account.number, this.#serial);
  }

  /** A moment of the trading day so many days before the start. */
  #at(daysAgo: number): Date {
    const day = daysAfter(this.#startedAt, -daysAgo);
    day.setUTCHours(15, this.#random.integer(0, 59, "minute", this.account.number, this.#serial), 0, 0);
    return day;
  }
}

function expirationTime(contract: OptionContract): Date {
  return new Date(`${contract.expiration}T21:00:00Z`);
}
