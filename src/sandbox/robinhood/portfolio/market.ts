import { Decimal } from "decimal.js";
import type { SeededRandom } from "../../seeded-random";
import { dateText, daysAfter, tradingDayFrom } from "../time-format";
import type { StockSplit } from "./account";
import { type Listing, listings, type StockType } from "./listings";

/** What the options of a chain deliver, and what a price of theirs is multiplied with. */
export interface OptionChain {
  id: string;
  /** The stock's, with a digit behind it for contracts that deliver something else than a hundred shares. */
  symbol: string;
  multiplier: Decimal;
  /** Shares that one contract delivers; zero for an index. */
  shares: Decimal;
  /** Dollars that one contract delivers beside the shares. */
  cashComponent: Decimal | null;
}

export interface Stock {
  symbol: string;
  name: string;
  simpleName: string;
  /** An index can't be held: its options are settled in cash. */
  type: StockType;
  instrumentId: string;
  chain: OptionChain;
  price: Decimal;
  previousClose: Decimal;
  /** Per year, as a fraction: what option prices are made with. */
  volatility: number;
  /** Dollars a share and quarter; zero for none. */
  dividend: Decimal;
  /** The day from which a buyer does not get the next dividend any more. */
  exDividendDay: string | null;
}

/** The terms are those of now: a corporate action changes them, and the contract stays the same one. */
export interface OptionContract {
  id: string;
  stock: Stock;
  type: "call" | "put";
  strike: Decimal;
  /** `YYYY-MM-DD`, a Friday. */
  expiration: string;
  chain: OptionChain;
  /** A price a share that was written down, in place of the one that follows from the stock's. */
  fixedMark: Decimal | null;
  /** What the terms were before a corporate action. */
  formerly: (OptionTerms & { until: Date }) | null;
}

export interface OptionTerms {
  strike: Decimal;
  chain: OptionChain;
}

/** The terms that a contract had at a time. */
export function termsAt(contract: OptionContract, at: Date): OptionTerms {
  return contract.formerly !== null && at < contract.formerly.until ? contract.formerly : contract;
}

/** Weeks from the start to the Fridays on which options expire. */
const expirationWeeks = [1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 24, 36];
const strikesEachSide = 8;

/** Stocks and options that are traded here. The names are real, the prices are drawn from the seed. */
export class Market {
  readonly stocks: readonly Stock[];
  readonly expirations: readonly string[];
  readonly splits: StockSplit[] = [];
  readonly #startedAt: Date;
  readonly #random: SeededRandom;
  readonly #contracts = new Map<string, OptionContract>();
  readonly #unlisted = new Map<string, Stock>();
  readonly #adjustedChains = new Map<string, { stock: Stock; chain: OptionChain }>();
  readonly #ladders = new Set<Stock>();
  #listed: OptionContract[] = [];

  constructor(random: SeededRandom, startedAt: Date) {
    this.#random = random;
    this.#startedAt = startedAt;
    this.stocks = listings.map((listing) => this.#list(listing));
    this.expirations = expirationWeeks.map((weeks) => this.friday(weeks));
  }

  /** The Friday so many weeks after the start; a negative number is a Friday before it. */
  friday(weeks: number): string {
    const toFriday = (5 - this.#startedAt.getUTCDay() + 7) % 7;
    return dateText(
      daysAfter(this.#startedAt, toFriday + 7 * (weeks > 0 && toFriday > 0 ? weeks - 1 : weeks)),
    );
  }

  stock(symbol: string): Stock | null {
    const wanted = symbol.trim().toUpperCase();
    return this.stocks.find((stock) => stock.symbol === wanted) ?? this.#unlisted.get(wanted) ?? null;
  }

  stockById(instrumentId: string): Stock | null {
    const all = [...this.stocks, ...this.#unlisted.values()];
    return all.find((stock) => stock.instrumentId === instrumentId) ?? null;
  }

  /** One of any number of made-up stocks without options, listed when it is first asked for. */
  fillerStock(number: number): Stock {
    const symbol = `ZZ${String(number).padStart(4, "0")}`;
    const held = this.#unlisted.get(symbol);
    if (held !== undefined) return held;
    const made = this.#list({
      symbol,
      name: `Sandbox Company ${number}`,
      simpleName: `Sandbox ${number}`,
      base: 10 + (number % 90),
      volatility: 0.3,
    });
    this.#unlisted.set(symbol, made);
    return made;
  }

  /** Every contract: those of the chains (made when they are first asked for) and those that were traded. */
  contracts(): OptionContract[] {
    for (const stock of this.stocks) this.#listOptions(stock);
    if (this.#listed.length < this.#contracts.size) {
      this.#listed = [...this.#contracts.values()].sort(inChainOrder);
    }
    return this.#listed;
  }

  /** The contracts of one chain, without making those of the others. */
  contractsOf(chain: OptionChain): OptionContract[] {
    for (const stock of this.stocks) if (stock.chain === chain) this.#listOptions(stock);
    return [...this.#contracts.values()].filter((contract) => contract.chain === chain).sort(inChainOrder);
  }

  contractById(id: string): OptionContract | null {
    const held = this.#contracts.get(id);
    return held ?? this.contracts().find((contract) => contract.id === id) ?? null;
  }

  /** The contract on these terms; one that has expired is listed when it is first asked for. */
  contract(stock: Stock, type: "call" | "put", strike: Decimal, expiration: string): OptionContract {
    const id = this.#random.uuid("option", stock.symbol, type, strike.toFixed(4), expiration);
    const held = this.#contracts.get(id);
    if (held !== undefined) return held;
    const made = { id, stock, type, strike, expiration, chain: stock.chain, fixedMark: null, formerly: null };
    this.#contracts.set(id, made);
    return made;
  }

  /** Gives a contract new terms from a time on, once: every holder's account finds them changed. */
  adjust(contract: OptionContract, terms: OptionTerms, from: Date): void {
    if (contract.formerly !== null) return;
    contract.formerly = { strike: contract.strike, chain: contract.chain, until: from };
    contract.strike = terms.strike;
    contract.chain = terms.chain;
  }

  /** The chain of contracts that deliver something else than a hundred shares: `HLCN` becomes `HLCN1`. */
  adjustedChain(
    stock: Stock,
    terms: Pick<OptionChain, "multiplier" | "shares" | "cashComponent">,
  ): OptionChain {
    const symbol = `${stock.symbol}1`;
    const held = this.#adjustedChains.get(symbol);
    if (held !== undefined) return held.chain;
    const chain = { id: this.#random.uuid("chain", symbol), symbol, ...terms };
    this.#adjustedChains.set(symbol, { stock, chain });
    return chain;
  }

  /** A split of a stock: whoever holds it at that time finds the same one. */
  split(stock: Stock, multiplier: number, divisor: number, at: Date): StockSplit {
    const held = this.splits.find((split) => split.stock === stock && +split.at === +at);
    if (held !== undefined) return held;
    const id = this.#random.uuid("split", stock.symbol, dateText(at));
    const made: StockSplit = { id, stock, multiplier, divisor, at };
    this.splits.push(made);
    return made;
  }

  /** The chains with their stocks. */
  chains(): { stock: Stock; chain: OptionChain }[] {
    const usual = this.stocks.map((stock) => ({ stock, chain: stock.chain }));
    return [...usual, ...this.#adjustedChains.values()];
  }

  /** A strike on the stock's ladder that is about `share` of its price. */
  strikeNear(stock: Stock, share: number): Decimal {
    const step = strikeStep(stock.price);
    return stock.price.times(share).div(step).round().times(step);
  }

  /** Years from the start to the end of the expiration day, never below a tenth of a day. */
  yearsTo(expiration: string): number {
    const left = Date.parse(`${expiration}T21:00:00Z`) - this.#startedAt.getTime();
    return Math.max(left / 86_400_000, 0.1) / 365;
  }

  #list(listing: Listing): Stock {
    const { symbol, name, simpleName, type = "stock", base, volatility, dividend = "0" } = listing;
    const drawn = new Decimal(base)
      .times(0.94 + 0.12 * this.#random.fraction("price", symbol))
      .toDecimalPlaces(2);
    const price = listing.fixed === true ? new Decimal(base) : drawn;
    const move = 0.98 + 0.04 * this.#random.fraction("move", symbol);
    const { exDividendInDays: days } = listing;
    return {
      symbol,
      name,
      simpleName,
      type,
      instrumentId: this.#random.uuid("instrument", symbol),
      chain: {
        id: this.#random.uuid("chain", symbol),
        symbol,
        multiplier: new Decimal(100),
        shares: new Decimal(type === "index" ? 0 : 100),
        cashComponent: null,
      },
      price,
      previousClose: price.times(move).toDecimalPlaces(2),
      volatility,
      dividend: new Decimal(dividend),
      exDividendDay: days === undefined ? null : dateText(tradingDayFrom(daysAfter(this.#startedAt, days))),
    };
  }

  #listOptions(stock: Stock): void {
    if (this.#ladders.has(stock)) return;
    this.#ladders.add(stock);
    const step = strikeStep(stock.price);
    const middle = this.strikeNear(stock, 1);
    for (const expiration of this.expirations) {
      for (let rung = -strikesEachSide; rung <= strikesEachSide; rung += 1) {
        const strike = middle.plus(step.times(rung));
        this.contract(stock, "call", strike, expiration);
        this.contract(stock, "put", strike, expiration);
      }
    }
  }
}

function inChainOrder(one: OptionContract, other: OptionContract): number {
  const symbol = one.stock.symbol.localeCompare(other.stock.symbol);
  const date = one.expiration.localeCompare(other.expiration);
  return symbol || date || one.strike.cmp(other.strike) || one.type.localeCompare(other.type);
}

function strikeStep(price: Decimal): Decimal {
  if (price.lt(25)) return new Decimal("0.5");
  if (price.lt(100)) return new Decimal(1);
  return price.lt(250) ? new Decimal("2.5") : new Decimal(5);
}
