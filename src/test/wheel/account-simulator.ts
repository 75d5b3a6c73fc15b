import { addDays, newYorkTime } from "@/shared/new-york-time";
import type { AccountEvent } from "@/shared/schemas/activity";
import type { OptionTerms } from "@/shared/schemas/trading";
import { AccountScript } from "@/test/wheel/account-script";

/** One thing that a made-up trader does, with numbers that the simulator fits to what the account holds. */
export interface Choice {
  readonly act: (typeof ACTS)[number];
  readonly gapMinutes: number;
  readonly pick: number;
  readonly size: number;
  readonly level: number;
  readonly days: number;
  readonly cents: number;
}

export const ACTS = [
  "sell put",
  "sell call",
  "buy shares",
  "sell shares",
  "buy back",
  "roll",
  "roll in two orders",
  "open spread",
  "buy option",
  "sell bought option",
  "assign early",
  "dividend",
  "split",
  "wait",
] as const;

interface Holding {
  option: OptionTerms;
  quantity: number;
  readonly held: "short" | "long";
}

const FIRST_DAY = "2026-01-05";
const OPEN_MINUTES = 10 * 60;
const LAST_MINUTES = 15 * 60;
const CLOSE_MINUTES = 16 * 60;
const MOST_SPLITS = 3;
const FEE = "0.03";

/**
 * An account that can only do what an account can: nothing ends that was not opened, no more shares go than are
 * held. It writes the events that a broker would, and knows what must be left.
 */
export class AccountSimulator {
  readonly script: AccountScript;
  shares = 0;
  readonly holdings: Holding[] = [];
  #day = FIRST_DAY;
  #minutes = OPEN_MINUTES;
  #orders = 0;
  #splits = 0;

  constructor(symbol?: string, accountNumber?: string) {
    this.script = new AccountScript(symbol, accountNumber);
  }

  get events(): readonly AccountEvent[] {
    return this.script.events;
  }

  get now(): string {
    return newYorkTime(this.#day, this.#minutes).toISOString();
  }

  run(choices: readonly Choice[]): this {
    for (const choice of choices) {
      this.#pass(choice.gapMinutes);
      this.#act(choice);
    }
    return this;
  }

  /** Multiplies shares and contracts by a whole number, as exchanges do for such splits. */
  splitBy(times: number): void {
    this.#minutes += 1;
    const at = this.now;
    this.#splits += 1;
    if (this.shares > 0) {
      this.script.split(at, String(this.shares), String(this.shares * times));
    }
    this.shares *= times;
    for (const holding of this.holdings) {
      const { option, quantity } = holding;
      holding.option = {
        ...option,
        contractId: `${option.contractId}/${times}`,
        strike: String(Number(option.strike) / times),
      };
      holding.quantity = quantity * times;
      this.script.changeContract(
        at,
        option,
        holding.option,
        String(quantity),
        String(holding.quantity),
        holding.held,
      );
    }
  }

  #act(choice: Choice): void {
    const { act, size, level, days } = choice;
    const price = priceOf(choice);
    if (act === "sell put" || act === "sell call") {
      this.#open("short", this.#contract(act === "sell put" ? "put" : "call", level, days), size, price);
    } else if (act === "buy option") {
      this.#open("long", this.#contract("put", level, days), size, price);
    } else if (act === "open spread") {
      const order = this.#order();
      this.#open("short", this.#contract("put", level, days), size, price, order);
      this.#open("long", this.#contract("put", level - 5, days), size, "0.20", order);
    } else if (act === "dividend") {
      this.#dividend(choice);
    } else if (act === "split" && this.#splits < MOST_SPLITS) {
      this.splitBy(2);
    } else if (act === "wait") {
      this.#pass(days * (LAST_MINUTES - OPEN_MINUTES));
    } else {
      this.#actOnHoldings(choice);
    }
  }

  #actOnHoldings(choice: Choice): void {
    const { act, size } = choice;
    const short = this.#choose("short", choice);
    const long = this.#choose("long", choice);
    if (act === "buy shares" || act === "sell shares") {
      this.#tradeShares(act, choice);
    } else if (act === "sell bought option" && long !== undefined) {
      this.#close(long, Math.min(size, long.quantity), priceOf(choice));
    } else if (act === "buy back" && short !== undefined) {
      this.#close(short, Math.min(size, short.quantity), priceOf(choice));
    } else if (act === "assign early" && short !== undefined) {
      this.#assign(short, Math.min(size, short.quantity), this.now, true);
    } else if ((act === "roll" || act === "roll in two orders") && short !== undefined) {
      this.#roll(short, choice, act === "roll");
    }
  }

  #choose(held: Holding["held"], { pick }: Choice): Holding | undefined {
    const all = this.holdings.filter((holding) => holding.held === held);
    return all[pick % Math.max(1, all.length)];
  }

  #tradeShares(act: "buy shares" | "sell shares", { size, level, cents }: Choice): void {
    const price = `${40 + level}.${cents}`;
    const quantity = act === "buy shares" ? size * 50 : Math.min(this.shares, size * 70);
    if (quantity > 0) {
      this.shares += act === "buy shares" ? quantity : -quantity;
      this.script[act === "buy shares" ? "buyShares" : "sellShares"](
        this.now,
        String(quantity),
        price,
        this.#order(),
      );
    }
  }

  #roll(short: Holding, choice: Choice, isOneOrder: boolean): void {
    const quantity = Math.min(choice.size, short.quantity);
    const to = this.#contract(short.option.right, choice.level + 1, choice.days + 14);
    const order = this.#order();
    this.#close(short, quantity, priceOf(choice), order);
    if (!isOneOrder) {
      this.#minutes += 2;
    }
    this.#open("short", to, quantity, "1.10", isOneOrder ? order : this.#order());
  }

  #dividend({ days, cents }: Choice): void {
    const payDay = addDays(this.#day, days);
    this.script.dividend(payDay, `${this.shares}.${cents}`, {
      exDate: cents % 2 === 0 ? this.#day : null,
      sharesHeld: cents % 3 === 0 && this.shares > 0 ? String(this.shares) : null,
      paid: cents % 5 > 0,
    });
  }

  #contract(right: "put" | "call", level: number, days: number): OptionTerms {
    return this.script[right](String(40 + level), addDays(this.#day, days + 1));
  }

  #open(
    held: Holding["held"],
    option: OptionTerms,
    quantity: number,
    price: string,
    order = this.#order(),
  ): void {
    const known = this.holdings.find(
      (each) => each.option.contractId === option.contractId && each.held === held,
    );
    if (known === undefined) {
      this.holdings.push({ option, quantity, held });
    } else {
      known.quantity += quantity;
    }
    const verb = held === "short" ? "sellToOpen" : "buyToOpen";
    this.script[verb](this.now, option, String(quantity), price, order);
  }

  #close(holding: Holding, quantity: number, price: string, order = this.#order()): void {
    this.#leave(holding, quantity);
    const verb = holding.held === "short" ? "buyToClose" : "sellToClose";
    this.script[verb](this.now, holding.option, String(quantity), price, order);
  }

  /** A short option is assigned when the account can deliver; otherwise nothing happens and false comes back. */
  #assign(holding: Holding, quantity: number, at: string, early: boolean): boolean {
    const { option, held } = holding;
    const comesIn = (held === "short") === (option.right === "put");
    if (!comesIn && this.shares < quantity * 100) {
      return false;
    }
    this.shares += comesIn ? quantity * 100 : -quantity * 100;
    this.#leave(holding, quantity);
    this.script[held === "short" ? "assign" : "exercise"](option, String(quantity), { at, early });
    return true;
  }

  #leave(holding: Holding, quantity: number): void {
    holding.quantity -= quantity;
    if (holding.quantity === 0) {
      this.holdings.splice(this.holdings.indexOf(holding), 1);
    }
  }

  #order(): { readonly orderId: string; readonly fees: string } {
    this.#orders += 1;
    return { orderId: `${this.script.symbol}-order-${this.#orders}`, fees: FEE };
  }

  /** Lets time go on within trading hours; contracts whose last day is over end on it. */
  #pass(minutes: number): void {
    const later = this.#minutes + minutes;
    const days = Math.floor((later - OPEN_MINUTES) / (LAST_MINUTES - OPEN_MINUTES));
    this.#minutes = later - days * (LAST_MINUTES - OPEN_MINUTES);
    this.#day = addDays(this.#day, days);
    const ended = this.holdings.filter(({ option }) => option.expiration < this.#day);
    ended.sort((one, other) => (one.option.expiration < other.option.expiration ? -1 : 1));
    for (const [index, holding] of ended.entries()) {
      this.#endOnLastDay(holding, index % 2 === 0);
    }
  }

  #endOnLastDay(holding: Holding, isInTheMoney: boolean): void {
    const { option, quantity, held } = holding;
    const at = newYorkTime(option.expiration, CLOSE_MINUTES).toISOString();
    if (!isInTheMoney || !this.#assign(holding, quantity, at, false)) {
      this.#leave(holding, quantity);
      this.script.expire(option, String(quantity), held);
    }
  }
}

const priceOf = ({ size, cents }: Choice): string => `${size}.${String(cents).padStart(2, "0")}`;
