import { Decimal } from "decimal.js";
import type { SeededRandom } from "../../seeded-random";
import type { AccountKind } from "../people";
import type { Account } from "./account";
import type { AccountLedger } from "./account-ledger";
import { writeManyOrders, writeManyPositions } from "./histories/bulk";
import { Script } from "./histories/script";
import { writeTrouble } from "./histories/trouble";
import { writeVeteran } from "./histories/veteran";
import { writeAgain, writeCovered, writeSecured } from "./histories/wheel-in-several-accounts";
import type { Market, OptionContract, Stock } from "./market";
import { priceOption } from "./option-pricing";

type Terms = Pick<Account, "type" | "brokerageType" | "nickname" | "optionLevel">;

const trader: Terms = {
  type: "margin",
  brokerageType: "individual",
  nickname: "",
  optionLevel: "option_level_3",
};

/** What kind of account each is at the broker. */
export const accountTerms: Record<AccountKind, Terms> = {
  wheel: trader,
  second: {
    type: "cash",
    brokerageType: "individual",
    nickname: "Day to day",
    optionLevel: "option_level_2",
  },
  roth: { type: "cash", brokerageType: "ira_roth", nickname: "", optionLevel: "option_level_2" },
  joint: { type: "cash", brokerageType: "joint_tenancy_with_ros", nickname: "House", optionLevel: null },
  small: { type: "margin", brokerageType: "individual", nickname: "", optionLevel: "option_level_2" },
  empty: { type: "cash", brokerageType: "individual", nickname: "", optionLevel: null },
  veteran: trader,
  covered: trader,
  secured: { type: "cash", brokerageType: "ira_roth", nickname: "", optionLevel: "option_level_2" },
  again: {
    type: "cash",
    brokerageType: "individual",
    nickname: "Second wheel",
    optionLevel: "option_level_2",
  },
  trouble: trader,
  positions: trader,
  orders: trader,
};

/** Writes the history that an account of this kind has; `positions` is how many the kind of that name holds. */
export function writeHistory(
  ledger: AccountLedger,
  market: Market,
  random: SeededRandom,
  positions: number,
): void {
  const plan = new Plan(ledger, market, random);
  const script = new Script(ledger, market);
  const plans: Record<AccountKind, () => void> = {
    wheel: () => plan.wheel(),
    second: () => plan.second(),
    roth: () => plan.roth(),
    joint: () => plan.joint(),
    small: () => plan.small(),
    empty: () => undefined,
    veteran: () => writeVeteran(script),
    covered: () => writeCovered(script),
    secured: () => writeSecured(script),
    again: () => writeAgain(script),
    trouble: () => writeTrouble(script),
    positions: () => writeManyPositions(script, positions),
    orders: () => writeManyOrders(script),
  };
  plans[ledger.account.kind]();
}

class Plan {
  readonly #ledger: AccountLedger;
  readonly #market: Market;
  readonly #random: SeededRandom;

  constructor(ledger: AccountLedger, market: Market, random: SeededRandom) {
    this.#ledger = ledger;
    this.#market = market;
    this.#random = random;
  }

  /** Puts sold until one is assigned, calls sold on the shares, and what lies around it. */
  wheel(): void {
    const ledger = this.#ledger;
    const [apple, ford, coke, microsoft, amd] = ["AAPL", "F", "KO", "MSFT", "AMD"].map((name) =>
      this.#stock(name),
    );
    if (!apple || !ford || !coke || !microsoft || !amd) return;
    ledger.deposit(85_000);
    ledger.buy(coke, 200, this.#around(coke, 0.95), 160);
    ledger.buy(microsoft, "2.5", this.#around(microsoft, 0.9), 150);
    ledger.dividend(coke, 95);
    const expired = this.#contract(apple, "put", 0.93, -9);
    ledger.open(expired, "sell", 1, this.#premium(expired), 90);
    ledger.expire(expired);
    const assigned = this.#contract(apple, "put", 1.01, -4);
    ledger.open(assigned, "sell", 1, this.#premium(assigned), 58);
    ledger.assign(assigned);
    const called = this.#contract(amd, "call", 0.98, -5);
    ledger.buy(amd, 100, this.#around(amd, 0.93), 75);
    ledger.open(called, "sell", 1, this.#premium(called), 62);
    ledger.assign(called);
    const boughtBack = this.#contract(ford, "put", 0.96, 2);
    ledger.open(boughtBack, "sell", 2, this.#premium(boughtBack), 30);
    ledger.close(boughtBack, "buy", 2, this.#premium(boughtBack).times("0.4").toDecimalPlaces(2), 12);
    const coveredCall = this.#contract(apple, "call", 1.05, 4);
    ledger.open(coveredCall, "sell", 1, this.#premium(coveredCall), 6);
    const securedPut = this.#contract(ford, "put", 0.95, 5);
    ledger.open(securedPut, "sell", 3, this.#premium(securedPut), 5);
    const longCall = this.#contract(microsoft, "call", 1.02, 12);
    ledger.open(longCall, "buy", 1, this.#premium(longCall), 20);
    ledger.dividend(coke, 4);
    ledger.dividend(coke, -20);
    ledger.unfilled(amd, "buy", 10, this.#around(amd, 0.9), 1, "confirmed");
    ledger.unfilled(coke, "sell", 50, this.#around(coke, 1.2), 9, "cancelled");
    ledger.waiting(coveredCall, "buy", "close", new Decimal("0.35"));
  }

  /** Many small trades, so that its orders fill several pages. */
  second(): void {
    const nvidia = this.#stock("NVDA");
    if (!nvidia) return;
    this.#ledger.deposit(20_000);
    for (let round = 0; round < 115; round += 1) {
      this.#ledger.buy(nvidia, 2, this.#around(nvidia, 0.97, round), 240 - round * 2);
      this.#ledger.sell(nvidia, 1, this.#around(nvidia, 1.01, round), 239 - round * 2);
    }
  }

  roth(): void {
    const [fund, palantir] = [this.#stock("SPY"), this.#stock("PLTR")];
    if (!fund || !palantir) return;
    this.#ledger.deposit(30_000);
    this.#ledger.buy(fund, "12.75", this.#around(fund, 0.88), 300);
    this.#ledger.dividend(fund, 60);
    const put = this.#contract(palantir, "put", 0.9, 3);
    this.#ledger.open(put, "sell", 1, this.#premium(put), 4);
  }

  joint(): void {
    const coke = this.#stock("KO");
    this.#ledger.deposit(12_400);
    if (coke) this.#ledger.buy(coke, 40, this.#around(coke, 0.97), 44);
  }

  small(): void {
    const [ford, microsoft] = [this.#stock("F"), this.#stock("MSFT")];
    if (!ford || !microsoft) return;
    this.#ledger.deposit(6_500);
    this.#ledger.buy(ford, 100, this.#around(ford, 0.97), 70);
    this.#ledger.buy(microsoft, "3.25", this.#around(microsoft, 0.94), 41);
    const call = this.#contract(ford, "call", 1.06, 6);
    this.#ledger.open(call, "sell", 1, this.#premium(call), 3);
  }

  #stock(symbol: string): Stock | null {
    return this.#market.stock(symbol);
  }

  /** The stock's price of now times a share, a little up or down. */
  #around(stock: Stock, share: number, round = 0): Decimal {
    const draw = this.#random.fraction("around", this.#ledger.account.number, stock.symbol, share, round);
    return stock.price
      .times(share)
      .times(0.99 + 0.02 * draw)
      .toDecimalPlaces(2);
  }

  #contract(stock: Stock, type: "call" | "put", share: number, weeks: number): OptionContract {
    return this.#market.contract(
      stock,
      type,
      this.#market.strikeNear(stock, share),
      this.#market.friday(weeks),
    );
  }

  /** What the contract brought when it was traded: about today's price, and at least some of the strike. */
  #premium(contract: OptionContract): Decimal {
    const least = contract.strike.times(0.006 + 0.006 * this.#random.fraction("premium", contract.id));
    const mark = priceOption(this.#market, contract).mark.times("1.1");
    return Decimal.max(least, Decimal.min(mark, contract.strike.times("0.08"))).toDecimalPlaces(2);
  }
}
