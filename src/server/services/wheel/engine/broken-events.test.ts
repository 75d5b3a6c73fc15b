import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildCycles } from "@/server/services/wheel/engine/build-cycles";
import { presentCycle } from "@/server/services/wheel/engine/present-cycle";
import { presentHistory } from "@/server/services/wheel/engine/present-history";
import type { AccountEvent } from "@/shared/schemas/activity";
import { cycleHistorySchema, wheelCycleSchema } from "@/shared/schemas/wheel";
import { AccountSimulator } from "@/test/wheel/account-simulator";
import { choices } from "@/test/wheel/choices";
import { buildFacts } from "@/test/wheel/cycle-facts";

const RUNS = { numRuns: 100 };
const PATIENT = { timeout: 60_000 };
const FACTS = buildFacts("2026-12-01T15:00:00.000Z");

/** What brokers leave out: openings before their history, deliveries without shares, fees, terms of contracts. */
function withGaps(event: AccountEvent, gap: number): AccountEvent[] {
  if (gap === 0) {
    return [];
  }
  switch (event.kind) {
    case "option_trade":
      return gap === 1 ? [{ ...event, fees: null }] : [event];
    case "stock_trade":
      return gap === 1 ? [{ ...event, fees: null }] : [event];
    case "option_assignment":
    case "option_exercise":
      return gap === 1 ? [{ ...event, option: { ...event.option, sharesPerContract: null } }] : [event];
    default:
      return [event];
  }
}

const broken: fc.Arbitrary<AccountEvent[]> = choices.chain((made) => {
  const { events } = new AccountSimulator().run(made);
  return fc
    .array(fc.nat(5), { minLength: events.length, maxLength: events.length })
    .map((gaps) => events.flatMap((event, index) => withGaps(event, gaps[index] ?? 5)));
});

/** The simulator names a contract that a split changed after the first, with the ratio behind a stroke. */
const firstIdOf = (contractId: string): string => contractId.replace(/\/.*$/, "");

const spreadContracts = (events: readonly AccountEvent[]): Set<string> =>
  new Set(
    events.flatMap((event) =>
      event.kind === "option_trade" && event.effect === "open" && event.price === "0.20"
        ? events
            .filter((other) => other.kind === "option_trade" && other.orderId === event.orderId)
            .flatMap((other) => ("option" in other ? [firstIdOf(other.option.contractId)] : []))
        : [],
    ),
  );

describe("events with gaps", PATIENT, () => {
  it("never throw, and every view is one that the page can take", async () => {
    await fc.assert(
      fc.asyncProperty(broken, async (events) => {
        for (const { cycles } of await buildCycles(events, new Map())) {
          for (const cycle of cycles) {
            wheelCycleSchema.parse(presentCycle(cycle, FACTS));
            cycleHistorySchema.parse(await presentHistory(cycle));
          }
        }
      }),
      RUNS,
    );
  });

  it("are never dropped: each end of a short option has its line", async () => {
    await fc.assert(
      fc.asyncProperty(broken, async (events) => {
        const ledgers = await buildCycles(events, new Map());
        const shown = new Set(
          ledgers.flatMap(({ cycles }) => cycles).flatMap(({ lines }) => lines.map(({ eventId }) => eventId)),
        );
        const beside = spreadContracts(events);
        for (const event of events) {
          const isEnd =
            event.kind === "option_trade"
              ? event.effect === "close" && event.side === "buy"
              : "held" in event && event.held === "short" && event.kind !== "contract_change";
          if (isEnd && "option" in event && !beside.has(firstIdOf(event.option.contractId))) {
            expect(shown).toContain(event.eventId);
          }
        }
      }),
      RUNS,
    );
  });

  it("are said to be missing: contracts that ended and were never opened block their cycle", async () => {
    await fc.assert(
      fc.asyncProperty(broken, async (events) => {
        const opened = new Map<string, number>();
        for (const event of events) {
          if (event.kind === "option_trade" && event.effect === "open" && event.side === "sell") {
            const { contractId } = event.option;
            opened.set(contractId, (opened.get(contractId) ?? 0) + Number(event.quantity));
          }
        }
        const isChanged = events.some(({ kind }) => kind === "contract_change");
        const unopened = events.filter(
          (event) =>
            event.kind === "option_expiration" &&
            event.held === "short" &&
            !opened.has(event.option.contractId),
        );
        const ledgers = await buildCycles(events, new Map());
        const blocked = ledgers.flatMap((ledger) => [
          ...ledger.blocked,
          ...ledger.cycles.flatMap((cycle) => [...cycle.blocked.values()]),
        ]);
        expect(
          isChanged || unopened.length === 0 || blocked.some(({ missing }) => missing === "opening_trade"),
        ).toBe(true);
      }),
      RUNS,
    );
  });
});
