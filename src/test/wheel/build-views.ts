import { buildCycles } from "@/server/services/wheel/engine/build-cycles";
import type { CycleFacts } from "@/server/services/wheel/engine/cycle-facts";
import type { UnderlyingLedger } from "@/server/services/wheel/engine/ledger";
import { presentCycle } from "@/server/services/wheel/engine/present-cycle";
import { presentHistory } from "@/server/services/wheel/engine/present-history";
import type { AccountEvent } from "@/shared/schemas/activity";
import { type CycleWithHistory, cycleHistorySchema, wheelCycleSchema } from "@/shared/schemas/wheel";
import { buildFacts } from "@/test/wheel/cycle-facts";

const LONG_AFTER = "2026-12-01T15:00:00.000Z";

/** The ledger of the events' one account and underlying. */
export async function buildOneLedger(
  events: readonly AccountEvent[],
  decisions: ReadonlyMap<string, boolean> = new Map(),
): Promise<UnderlyingLedger> {
  const [ledger, ...others] = await buildCycles(events, decisions);
  if (ledger === undefined || others.length > 0) {
    throw new Error("The events are not those of one account and underlying");
  }
  return ledger;
}

/** The cycles of the events as a page gets them, oldest first; each is checked against its schema. */
export async function buildViews(
  events: readonly AccountEvent[],
  facts: CycleFacts = buildFacts(LONG_AFTER),
  decisions: ReadonlyMap<string, boolean> = new Map(),
): Promise<CycleWithHistory[]> {
  const ledgers = await buildCycles(events, decisions);
  const cycles = ledgers.flatMap((ledger) => ledger.cycles);
  return Promise.all(
    cycles.map(async (cycle) => ({
      ...wheelCycleSchema.parse(presentCycle(cycle, facts)),
      ...cycleHistorySchema.parse(await presentHistory(cycle)),
    })),
  );
}
