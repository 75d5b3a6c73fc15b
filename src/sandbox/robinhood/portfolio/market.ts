import { Decimal } from "decimal.js";
import type { SeededRandom } from "../../seeded-random";
import { dateText, daysAfter } from "../time-format";

export interface Stock {
  symbol: string;
  name: string;
  simpleName: string;
  type: "stock" | "etp";
  instrumentId: string;
  chainId: string;
  price: Decimal;
  previousClose: Decimal;
  /** Per year, as a fraction: what option prices are made with. */
  volatility: number;
  /** Dollars a share and quarter; zero for none. */
  dividend: Decimal;
}

export interface OptionContract {
  id: string;
  stock: Stock;
  type: "call" | "put";
  strike: Decimal;
  /** `YYYY-MM-DD`, a Friday. */
  expiration: string;
}

const listed = [
  ["AAPL", "Apple Inc. Common Stock", "Apple", "stock", 228, 0.28, "0.26"],
  ["AMD", "Advanced Micro Devices, Inc. Common Stock", "AMD", "stock", 164, 0.46, "0"],
  ["F", "Ford Motor Company", "Ford Motor", "stock", 11.4, 0.34, "0.15"],
  ["KO", "Coca-Cola Company", "Coca-Cola", "stock", 68, 0.17, "0.51"],
  ["MSFT", "Microsoft Corporation Common Stock", "Microsoft", "stock", 455, 0.24, "0.83"],
  ["NVDA", "NVIDIA Corporation Common Stock", "NVIDIA", "stock", 158, 0.44, "0.01"],
  [
    "PLTR",
    "Palantir Technologies Inc. Class A Common Stock",
    "Palantir Technologies",
    "stock",
    96,
    0.58,
    "0",
  ],
  ["SPY", "SPDR S&P 500 ETF Trust", "SPDR S&P 500 ETF", "etp", 612, 0.15, "1.75"],
] as const;

/** Weeks from the start to the Fridays on which options expire. */
const expirationWeeks = [1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 24, 36];
const strikesEachSide = 8;

/** Stocks and options that are traded here. The names are real, the prices are drawn from the seed. */
export class Market {
  readonly stocks: readonly Stock[];
  readonly expirations: readonly string[];
  readonly #startedAt: Date;
  readonly #random: SeededRandom;
  readonly #contracts = new Map<string, OptionContract>();
  #listed: OptionContract[] | null = null;

  constructor(random: SeededRandom, startedAt: Date) {
    this.#random = random;
    this.#startedAt = startedAt;
    this.stocks = listed.map(([symbol, name, simpleName, type, base, volatility, dividend]) => {
      const price = new Decimal(base)
        .times(0.94 + 0.12 * random.fraction("price", symbol))
        .toDecimalPlaces(2);
      const move = 0.98 + 0.04 * random.fraction("move", symbol);
      return {
        symbol,
        name,
        simpleName,
        type,
        instrumentId: random.uuid("instrument", symbol),
        chainId: random.uuid("chain", symbol),
        price,
        previousClose: price.times(move).toDecimalPlaces(2),
        volatility,
        dividend: new Decimal(dividend),
      };
    });
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
    return this.stocks.find((stock) => stock.symbol === symbol.trim().toUpperCase()) ?? null;
  }

  stockById(instrumentId: string): Stock | null {
    return this.stocks.find((stock) => stock.instrumentId === instrumentId) ?? null;
  }

  /** Every contract: those of the chains (made when they are first asked for) and those that were traded. */
  contracts(): OptionContract[] {
    if (this.#listed === null) {
      for (const stock of this.stocks) this.#listOptions(stock);
      this.#listed = [...this.#contracts.values()].sort(inChainOrder);
    }
    return this.#listed;
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
    const made: OptionContract = { id, stock, type, strike, expiration };
    this.#contracts.set(id, made);
    return made;
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

  #listOptions(stock: Stock): void {
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
