import { Decimal } from "decimal.js";
import type { SeededRandom } from "../../seeded-random";
import { dateText, daysAfter, tradingDayFrom } from "../time-format";
import type { Account, Execution, OptionEvent, OrderState, StockSplit } from "./account";
import { type Market, type OptionChain, type OptionContract, type Stock, termsAt } from "./market";
import { type Amount, makeOptionOrder, makeStockOrder, type OptionTrade, type StockTrade } from "./orders";

/** So many days before the start, at some time of the trading day, or an exact time. */
export type When = number | Date;

/** How an option ended; all contracts held, at the end of its last day, where nothing else is said. */
interface Ending {
  quantity?: number;
  at?: Date;
  /** Dollars that came in (+) or were paid (−) in place of shares. */
  cash?: Amount;
}

/**
 * Writes an account's history one act at a time, in the order of time. Cash, positions, orders and events all
 * follow from the same acts, and so agree with each other.
 */
export class AccountLedger {
  readonly account: Account;
  readonly #market: Market;
  readonly #random: SeededRandom;
  readonly #startedAt: Date;
  #serial = 0;

  constructor(account: Account, market: Market, random: SeededRandom, startedAt: Date) {
    this.account = account;
    this.#market = market;
    this.#random = random;
    this.#startedAt = startedAt;
  }

  deposit(amount: Amount): void {
    this.account.cash = this.account.cash.plus(amount);
  }

  buy(stock: Stock, quantity: Amount, price: Amount, when: When): void {
    this.tradeStock({ stock, side: "buy", quantity, price, state: "filled" }, when);
  }

  sell(stock: Stock, quantity: Amount, price: Amount, when: When): void {
    this.tradeStock({ stock, side: "sell", quantity, price, state: "filled" }, when);
  }

  /** An order that was not filled: still open, or ended without effect. */
  unfilled(
    stock: Stock,
    side: "buy" | "sell",
    quantity: Amount,
    price: Amount,
    when: When,
    state: OrderState,
  ) {
    this.tradeStock({ stock, side, quantity, price, state }, when);
  }

  /** An order for shares, in one part or several, with what the regulators take. */
  tradeStock(trade: StockTrade, when: When): void {
    const order = makeStockOrder(trade, this.#at(when), this.#newId);
    if (typeof when === "number" && order.state === "filled" && when % 2 === 1) order.type = "market";
    this.account.stockOrders.push(order);
    for (const { quantity, price, at } of order.executions) {
      this.#addShares(trade.stock, trade.side === "buy" ? quantity : quantity.negated(), price, at);
    }
    this.deposit(order.fees.sec.plus(order.fees.taf).plus(order.fees.cat).negated());
  }

  /** Sells (or buys) contracts to open a position, at a price a share. */
  open(contract: OptionContract, side: "buy" | "sell", quantity: number, price: Amount, when: When): void {
    this.trade({ legs: [{ contract, side, effect: "open", price }], quantity }, when);
  }

  /** Closes a position by the opposite trade. */
  close(contract: OptionContract, side: "buy" | "sell", quantity: number, price: Amount, when: When): void {
    this.trade({ legs: [{ contract, side, effect: "close", price }], quantity }, when);
  }

  /** An option order that waits to be filled. */
  waiting(contract: OptionContract, side: "buy" | "sell", effect: "open" | "close", price: Amount): void {
    this.trade({ legs: [{ contract, side, effect, price }], quantity: 1, state: "queued" }, 1);
  }

  /** An option order of one leg or several, in one part or several. */
  trade(trade: OptionTrade, when: When): void {
    const order = makeOptionOrder(trade, this.#at(when), this.#newId);
    this.account.optionOrders.push(order);
    for (const leg of order.legs) {
      for (const execution of leg.executions) this.#fill(leg.contract, leg.side, execution);
    }
    this.deposit(order.regulatoryFees.plus(order.contractFees).negated());
  }

  /** Contracts that came from another broker: the account has them without an order. */
  transferIn(contract: OptionContract, quantity: number, price: Amount, when: When): void {
    const at = this.#at(when);
    const value = new Decimal(price).times(termsAt(contract, at).chain.multiplier).times(quantity);
    this.#hold(contract, new Decimal(quantity), value, at);
  }

  /** Contracts that ended worthless. */
  expire(contract: OptionContract, ending: Ending = {}): void {
    this.#end(contract, "expiration", ending);
  }

  /** Short contracts that were assigned: a put brings the shares in at the strike, a call takes them away. */
  assign(contract: OptionContract, ending: Ending = {}): void {
    this.#end(contract, "assignment", ending);
  }

  /** Long contracts that were exercised: a call brings the shares in at the strike, a put takes them away. */
  exercise(contract: OptionContract, ending: Ending = {}): void {
    this.#end(contract, "exercise", ending);
  }

  /** Contracts that were assigned last night: still held, until the broker books it. */
  expectAssignment(contract: OptionContract, quantity: number): void {
    const held = this.account.options.get(contract.id);
    if (held !== undefined) held.pendingAssignment = new Decimal(quantity);
  }

  /** A dividend on the shares held then, at the stock's rate of now where no other is given. */
  dividend(stock: Stock, when: When, rate: Amount = stock.dividend): void {
    const shares = this.account.stocks.get(stock.symbol)?.quantity ?? new Decimal(0);
    const amount = shares.times(rate).toDecimalPlaces(2);
    const id = this.#newId("dividend");
    const payableAt = this.#at(when);
    const paid = payableAt < this.#startedAt;
    if (paid) this.deposit(amount);
    this.account.dividends.push({
      id,
      stock,
      shares,
      rate: new Decimal(rate),
      amount,
      exDay: dateText(tradingDayFrom(daysAfter(payableAt, -17))),
      payableAt,
      state: paid ? "paid" : "pending",
    });
  }

  /**
   * A split: more shares of the same cost, and options on new terms. With a whole number for one there are so
   * many times the contracts at the strike divided by it; else a contract delivers more shares than a hundred.
   */
  split(split: StockSplit): void {
    const { stock, multiplier, divisor, at } = split;
    const held = this.account.stocks.get(stock.symbol);
    const ratio = new Decimal(multiplier).div(divisor);
    const whole = ratio.isInteger();
    if (held !== undefined) {
      const newShares = held.quantity.times(ratio);
      this.account.splits.push({ id: this.#newId("split"), split, oldShares: held.quantity, newShares });
      held.quantity = newShares;
    }
    const size = stock.chain.shares.times(ratio);
    const newChain = whole
      ? stock.chain
      : this.#market.adjustedChain(stock, { multiplier: size, shares: size, cashComponent: null });
    const strikeOf = (strike: Decimal) => strike.div(ratio).toDecimalPlaces(4);
    this.#changeContracts(stock, at, "stock_split", newChain, strikeOf, whole ? ratio : new Decimal(1));
  }

  /** A merger after which a contract delivers other things than a hundred shares, at the same strike. */
  merge(stock: Stock, at: Date, delivers: { shares: Amount; cash: Amount }): void {
    const newChain = this.#market.adjustedChain(stock, {
      multiplier: stock.chain.multiplier,
      shares: new Decimal(delivers.shares),
      cashComponent: new Decimal(delivers.cash),
    });
    this.#changeContracts(stock, at, "merger", newChain, (strike) => strike, new Decimal(1));
  }

  #changeContracts(
    stock: Stock,
    at: Date,
    type: "stock_split" | "merger",
    newChain: OptionChain,
    strikeOf: (strike: Decimal) => Decimal,
    times: Decimal,
  ): void {
    const held = [...this.account.options.values()].filter(({ contract }) => contract.stock === stock);
    const positions = held.map((holding) => {
      const { contract, quantity } = holding;
      const oldStrike = (contract.formerly ?? contract).strike;
      this.#market.adjust(contract, { strike: strikeOf(oldStrike), chain: newChain }, at);
      holding.quantity = quantity.times(times);
      holding.updatedAt = at;
      const side: "long" | "short" = quantity.isNegative() ? "short" : "long";
      const [oldQuantity, newQuantity] = [quantity.abs(), holding.quantity.abs()];
      return { contract, side, oldStrike, newStrike: contract.strike, oldQuantity, newQuantity };
    });
    if (positions.length === 0) return;
    const id = this.#newId("contract-change");
    this.account.contractChanges.push({ id, type, stock, at, oldChain: stock.chain, newChain, positions });
  }

  #addShares(stock: Stock, quantity: Decimal, price: Decimal, at: Date): void {
    this.deposit(quantity.times(price).negated());
    const held = this.account.stocks.get(stock.symbol);
    const before = held?.quantity ?? new Decimal(0);
    const average = held === undefined || before.isZero() ? price : held.cost.div(before);
    const after = before.plus(quantity);
    const cost = (held?.cost ?? new Decimal(0)).plus(quantity.times(quantity.isPositive() ? price : average));
    if (after.isZero()) this.account.stocks.delete(stock.symbol);
    else
      this.account.stocks.set(stock.symbol, { stock, quantity: after, cost, openedAt: held?.openedAt ?? at });
  }

  #fill(contract: OptionContract, side: "buy" | "sell", execution: Execution): void {
    const quantity = side === "buy" ? execution.quantity : execution.quantity.negated();
    const value = execution.price.times(termsAt(contract, execution.at).chain.multiplier).times(quantity);
    this.deposit(value.negated());
    this.#hold(contract, quantity, value, execution.at);
  }

  /** Adds contracts to what is held, or takes them off, with their part of what they cost. */
  #hold(contract: OptionContract, quantity: Decimal, value: Decimal, at: Date): void {
    const held = this.account.options.get(contract.id);
    const before = held?.quantity ?? new Decimal(0);
    const after = before.plus(quantity);
    if (after.isZero()) {
      this.account.options.delete(contract.id);
      return;
    }
    const cost = held?.cost ?? new Decimal(0);
    const adds = before.isZero() || before.isNegative() === quantity.isNegative();
    this.account.options.set(contract.id, {
      id: this.#random.uuid("option-position", this.account.number, contract.id),
      contract,
      quantity: after,
      cost: adds ? cost.plus(value) : cost.times(after).div(before),
      openedAt: held?.openedAt ?? at,
      updatedAt: at,
      pendingAssignment: new Decimal(0),
    });
  }

  #end(contract: OptionContract, type: OptionEvent["type"], ending: Ending): void {
    const at = ending.at ?? new Date(`${contract.expiration}T21:00:00Z`);
    const held = this.account.options.get(contract.id)?.quantity ?? new Decimal(0);
    const quantity = new Decimal(ending.quantity ?? held.abs());
    const { strike, chain } = termsAt(contract, at);
    const delivers = type !== "expiration" && ending.cash === undefined;
    const comesIn = (contract.type === "put") === held.isNegative();
    const shares = delivers ? chain.shares.times(quantity).times(comesIn ? 1 : -1) : new Decimal(0);
    const sharePrice = delivers ? strike.times(chain.multiplier).div(chain.shares) : new Decimal(0);
    const component = delivers
      ? (chain.cashComponent?.times(quantity).times(comesIn ? 1 : -1) ?? null)
      : null;
    const cashComponent = ending.cash === undefined ? component : new Decimal(ending.cash);
    const id = this.#newId("event");
    this.account.events.push({ id, type, contract, quantity, at, shares, sharePrice, cashComponent });
    this.#hold(contract, held.isNegative() ? quantity : quantity.negated(), new Decimal(0), at);
    if (delivers) this.#addShares(contract.stock, shares, sharePrice, at);
    this.deposit(cashComponent ?? 0);
  }

  readonly #newId = (kind: string): string => {
    this.#serial += 1;
    return this.#random.uuid(kind, this.account.number, this.#serial);
  };

  #at(when: When): Date {
    if (typeof when !== "number") return when;
    const day = daysAfter(this.#startedAt, -when);
    day.setUTCHours(15, this.#random.integer(0, 59, "minute", this.account.number, this.#serial), 0, 0);
    return day;
  }
}
