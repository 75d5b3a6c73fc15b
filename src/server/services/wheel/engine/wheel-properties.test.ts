import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Amount, sumOf } from "@/server/services/wheel/engine/amount";
import { netPremium } from "@/server/services/wheel/engine/bases";
import { buildCycles } from "@/server/services/wheel/engine/build-cycles";
import type { UnderlyingLedger } from "@/server/services/wheel/engine/ledger";
import { quantityIn } from "@/server/services/wheel/engine/match-positions";
import type { AccountEvent } from "@/shared/schemas/activity";
import type { CycleWithHistory } from "@/shared/schemas/wheel";
import { AccountSimulator, type Choice } from "@/test/wheel/account-simulator";
import { buildOneLedger, buildViews } from "@/test/wheel/build-views";
import { choices } from "@/test/wheel/choices";
import { cashOf } from "@/test/wheel/event-cash";

const RUNS = { numRuns: 80 };
const PATIENT = { timeout: 60_000 };
const simulate = (made: readonly Choice[]) => new AccountSimulator().run(made);

/** Cash by the ledger: what cycles made less what their shares came in at, options beside, shares outside. */
const cashIn = (ledger: UnderlyingLedger): Amount =>
  sumOf(
    ledger.cycles.map((cycle) =>
      netPremium(cycle).plus(cycle.dividends).plus(cycle.shareProfit).minus(cycle.cost),
    ),
  )
    .plus(ledger.besideCash)
    .plus(ledger.outside.cash);
const sharesIn = (ledger: UnderlyingLedger): Amount =>
  sumOf(ledger.cycles.map(({ shares }) => shares)).plus(ledger.outside.shares);

async function expectCashConserved(events: readonly AccountEvent[]): Promise<void> {
  const ledgers = await buildCycles(events, new Map());
  const difference = sumOf(ledgers.map(cashIn)).minus(cashOf(events).toFixed());
  expect(difference.toDecimalPlaces(9).toFixed()).toBe("0");
}

const withoutRolls = ({ chains, suggestedRolls, ...figures }: CycleWithHistory) => figures;
const rollsOf = (cycle: CycleWithHistory) => [
  ...cycle.chains.flatMap(({ rolls }) => rolls),
  ...cycle.suggestedRolls,
];

describe("an account that is whole", PATIENT, () => {
  it("conserves cash, shares and contracts, and finds no gap", async () => {
    await fc.assert(
      fc.asyncProperty(choices, async (made) => {
        const account = simulate(made);
        if (account.events.length === 0) {
          return;
        }
        await expectCashConserved(account.events);
        const ledger = await buildOneLedger(account.events);
        expect(sharesIn(ledger).toFixed()).toBe(String(account.shares));
        const open = ledger.cycles.at(-1) ?? null;
        for (const { option } of account.holdings) {
          const signed = account.holdings
            .filter((each) => each.option.contractId === option.contractId)
            .reduce((sum, { held, quantity }) => sum + (held === "short" ? -quantity : quantity), 0);
          expect(quantityIn(ledger, open, option.contractId).toFixed()).toBe(String(signed));
        }
        expect(ledger.blocked).toEqual([]);
        expect(ledger.cycles.flatMap(({ blocked }) => [...blocked.values()])).toEqual([]);
      }),
      RUNS,
    );
  });

  it("keeps one cycle at a time, and its lines add up to its figures", async () => {
    await fc.assert(
      fc.asyncProperty(choices, async (made) => {
        const { events } = simulate(made);
        const ledgers = await buildCycles(events, new Map());
        for (const { cycles } of ledgers) {
          for (const [index, cycle] of cycles.entries()) {
            const next = cycles[index + 1];
            expect(next === undefined || (cycle.closedAt ?? Number.POSITIVE_INFINITY) <= next.openedAt).toBe(
              true,
            );
            expect(sumOf(cycle.lines.map(({ realised }) => realised)).toFixed()).toBe(
              cycle.realised.toFixed(),
            );
          }
        }
      }),
      RUNS,
    );
  });

  it("does not care in which order the events are listed", async () => {
    const shuffled = choices.chain((made) => {
      const events = [...simulate(made).events];
      return fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length }));
    });
    await fc.assert(
      fc.asyncProperty(shuffled, async ([events, other]) => {
        expect(await buildViews(other)).toEqual(await buildViews(events));
      }),
      RUNS,
    );
  });

  it("does not care how an order was filled", async () => {
    await fc.assert(
      fc.asyncProperty(choices, fc.integer({ min: 1, max: 59 }), async (made, seconds) => {
        const { events } = simulate(made);
        const split = events.flatMap((event) => inTwoFills(event, seconds));
        expect(await buildViews(split)).toEqual(await buildViews(events));
      }),
      RUNS,
    );
  });

  it("gives a cycle the same id when more happens", async () => {
    await fc.assert(
      fc.asyncProperty(choices, choices, async (first, then) => {
        const begun = await buildViews(simulate(first).events);
        const whole = await buildViews(simulate([...first, ...then]).events);
        const ids = whole.map(({ cycleId }) => cycleId);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.slice(0, begun.length)).toEqual(begun.map(({ cycleId }) => cycleId));
      }),
      RUNS,
    );
  });

  it("leaves cost, collateral and profit at a split", async () => {
    await fc.assert(
      fc.asyncProperty(choices, fc.constantFrom(2, 4, 5), async (made, times) => {
        // A dividend paid after the split counts shares of then; which those are is not what this is about.
        const account = simulate(made.filter(({ act }) => act !== "dividend"));
        const before = await buildViews(account.events);
        account.splitBy(times);
        const after = await buildViews(account.events);
        const figures = ({
          premium,
          shareProfit,
          realisedProfit,
          collateral,
          dividends,
        }: CycleWithHistory) => [{ premium, shareProfit, realisedProfit, collateral, dividends }];
        expect(after.map(figures)).toEqual(before.map(figures));
      }),
      RUNS,
    );
  });
});

describe("a roll", PATIENT, () => {
  it("is its two legs: the person's word moves chains and nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(choices, fc.infiniteStream(fc.boolean()), async (made, words) => {
        const { events } = simulate(made);
        const before = await buildViews(events);
        const decided = before.flatMap(rollsOf).map(({ rollId }) => [rollId, words.next().value] as const);
        const after = await buildViews(events, undefined, new Map(decided));
        expect(after.map(withoutRolls)).toEqual(before.map(withoutRolls));
        for (const roll of after.flatMap(rollsOf)) {
          const word = decided.find(([rollId]) => rollId === roll.rollId)?.[1];
          expect(word === undefined || roll.joined === word).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it("makes the same cycles as one order or as two", async () => {
    await fc.assert(
      fc.asyncProperty(choices, async (made) => {
        const asOne = simulate(made.filter(({ act }) => act !== "open spread")).events;
        const asTwo = asOne.map((event) =>
          event.kind === "option_trade" && event.effect === "close"
            ? { ...event, orderId: `${event.orderId}-close` }
            : event,
        );
        const one = await buildViews(asOne);
        const two = await buildViews(asTwo);
        expect(two.map(withoutRolls)).toEqual(one.map(withoutRolls));
      }),
      RUNS,
    );
  });

  it("uses no contract twice", async () => {
    await fc.assert(
      fc.asyncProperty(choices, async (made) => {
        const { events } = simulate(made);
        const views = await buildViews(events);
        const rolled = sumOf(views.flatMap(rollsOf).map(({ quantity }) => new Amount(quantity)));
        const closed = events.filter((event) => event.kind === "option_trade" && event.side === "buy");
        const limit = sumOf(closed.map((event) => new Amount("quantity" in event ? event.quantity : 0)));
        expect(rolled.lte(limit)).toBe(true);
      }),
      RUNS,
    );
  });
});

/** The same trade as two fills, the second a little later. */
function inTwoFills(event: AccountEvent, seconds: number): AccountEvent[] {
  if ((event.kind !== "stock_trade" && event.kind !== "option_trade") || event.quantity === "1") {
    return [event];
  }
  const later = new Date(Date.parse(event.at) + seconds * 1_000).toISOString();
  const rest = String(Number(event.quantity) - 1);
  const second = { ...event, eventId: `${event.eventId}-2`, at: later, quantity: rest, fees: "0.01" };
  return [second, { ...event, quantity: "1", fees: "0.02" }];
}
