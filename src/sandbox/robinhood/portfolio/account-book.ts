import { Decimal } from "decimal.js";
import type { SeededRandom } from "../../seeded-random";
import { people } from "../people";
import { daysAfter } from "../time-format";
import type { Account } from "./account";
import { AccountLedger } from "./account-ledger";
import { accountTerms, writeHistory } from "./account-plans";
import { Market } from "./market";

/** The market and every account in it, made once from a seed and a starting time. */
export class AccountBook {
  readonly market: Market;
  readonly #accounts: Account[] = [];

  constructor(random: SeededRandom, startedAt: Date) {
    this.market = new Market(random, startedAt);
    for (const person of people) {
      for (const [index, kind] of person.accounts.entries()) {
        const account: Account = {
          ...accountTerms[kind],
          number: `5${letters(random, person.key, kind)}${random.digits(5, "account", person.key, kind)}`,
          person: person.key,
          kind,
          isDefault: index === 0,
          createdAt: daysAfter(
            startedAt,
            kind === "empty" ? -1 : -700 - random.integer(0, 900, "age", person.key),
          ),
          cash: new Decimal(0),
          stocks: new Map(),
          options: new Map(),
          stockOrders: [],
          optionOrders: [],
          events: [],
          dividends: [],
        };
        writeHistory(new AccountLedger(account, random, startedAt), this.market, random);
        this.#accounts.push(account);
      }
    }
  }

  accountsOf(person: string): Account[] {
    return this.#accounts.filter((account) => account.person === person);
  }
}

function letters(random: SeededRandom, person: string, kind: string): string {
  return random
    .alphanumeric(12, "letters", person, kind)
    .replace(/[^A-Z]/g, "")
    .padEnd(2, "QX")
    .slice(0, 2);
}
