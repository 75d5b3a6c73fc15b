import type { AccountEvent } from "@/shared/schemas/activity";
import { createSeededRandom } from "@/test/seeded-random";
import { ACTS, AccountSimulator, type Choice } from "@/test/wheel/account-simulator";

const ACCOUNTS = 4;
const SHARES_OF_ACCOUNT = 25;

const random = createSeededRandom("wheel-cycles");
const trades = ACTS.filter((name) => name !== "wait");

function makeChoice(): Choice {
  const [act = 0, gap = 0, pick = 0, size = 0, level = 0, days = 0, cents = 0] = random.bytes(7);
  return {
    act: trades[act % trades.length] ?? "sell put",
    gapMinutes: 4 + (gap % 90),
    pick,
    size: 1 + (size % 4),
    level: 6 + (level % 15),
    days: 1 + (days % 30),
    cents: 10 + (cents % 90),
  };
}

function eventsOf(symbol: string, account: string, count: number, slowness = 1): AccountEvent[] {
  const simulator = new AccountSimulator(symbol, account);
  while (simulator.events.length < count) {
    const choice = makeChoice();
    simulator.run([{ ...choice, gapMinutes: choice.gapMinutes * slowness }]);
  }
  return simulator.events.slice(0, count);
}

/** So many events of made-up traders in 4 accounts of 25 shares, trading each share so many times slower. */
export function eventsOfMany(count: number, slowness = 1): AccountEvent[] {
  const each = Math.ceil(count / ACCOUNTS / SHARES_OF_ACCOUNT);
  const made: AccountEvent[] = [];
  for (let account = 0; account < ACCOUNTS; account += 1) {
    for (let share = 0; share < SHARES_OF_ACCOUNT; share += 1) {
      made.push(...eventsOf(`S${share}`, `ACCOUNT-${account}`, each, slowness));
    }
  }
  return made;
}

/** So many events of one made-up trader in one share: the worst shape of a past. */
export const eventsOfOne = (count: number): AccountEvent[] => eventsOf("S", "ACCOUNT", count);
