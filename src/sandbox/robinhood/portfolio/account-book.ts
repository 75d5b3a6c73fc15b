import { Decimal } from "decimal.js";
import type { SeededRandom } from "../../seeded-random";
import { type AccountKind, personByKey } from "../people";
import { daysAfter } from "../time-format";
import type { Account } from "./account";
import { AccountLedger } from "./account-ledger";
import { accountTerms, writeHistory } from "./account-plans";
import { Market } from "./market";

/** The market and every account in it, which follow from a seed and a starting time. */
export class AccountBook {
  readonly market: Market;
  readonly #random: SeededRandom;
  readonly #startedAt: Date;
  readonly #accounts = new Map<string, Account[]>();

  constructor(random: SeededRandom, startedAt: Date) {
    this.market = new Market(random, startedAt);
    this.#random = random;
    this.#startedAt = startedAt;
  }

  /** Someone's accounts, written when they are first asked for; `positions` is for accounts of many. */
  accountsOf(key: string, positions: number): Account[] {
    const person = personByKey(key);
    if (person === null) return [];
    const counted = person.accounts.includes("positions") ? `${key} ${positions}` : key;
    const held = this.#accounts.get(counted);
    if (held !== undefined) return held;
    const made = person.accounts.map((kind, index) => this.#write(person.key, kind, index === 0, positions));
    this.#accounts.set(counted, made);
    return made;
  }

  #write(person: string, kind: AccountKind, isDefault: boolean, positions: number): Account {
    const random = this.#random;
    const age = kind === "empty" ? 1 : 800 + random.integer(0, 900, "age", person);
    const account: Account = {
      ...accountTerms[kind],
      number: `5${letters(random, person, kind)}${random.digits(5, "account", person, kind)}`,
      person,
      kind,
      isDefault,
      createdAt: daysAfter(this.#startedAt, -age),
      cash: new Decimal(0),
      stocks: new Map(),
      options: new Map(),
      stockOrders: [],
      optionOrders: [],
      events: [],
      dividends: [],
      splits: [],
      contractChanges: [],
    };
    const ledger = new AccountLedger(account, this.market, random, this.#startedAt);
    writeHistory(ledger, this.market, random, positions);
    return account;
  }
}

function letters(random: SeededRandom, person: string, kind: string): string {
  return random
    .alphanumeric(12, "letters", person, kind)
    .replace(/[^A-Z]/g, "")
    .padEnd(2, "QX")
    .slice(0, 2);
}
