import { breathe } from "@/server/services/breathe";
import { listReachable } from "@/server/services/connections/reach";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { countRolls, presentHistory } from "@/server/services/wheel/engine/present-history";
import { readReachableWheel } from "@/server/services/wheel/read-reachable-wheel";
import { AppError } from "@/shared/app-error";
import { newYorkDay } from "@/shared/new-york-time";
import type { CycleView } from "@/shared/schemas/wheel";

/** More than years of wheeling one share leave; a longer history would hold up everybody while it is written out. */
const MOST = { events: 2_000, rolls: 500 };

/**
 * One cycle of the person's accounts with its history, the latest of a very long one. Throws API_RESOURCE_NOT_FOUND
 * for another's, and for one that the history of the accounts does not have any more.
 */
export async function readCycle(
  ctx: ServiceContext,
  input: { readonly cycleId: string; readonly fresh: boolean },
): Promise<CycleView> {
  const actor = permit(ctx, "read_positions", "read:wheel");
  const wish = input.fresh ? "fresh" : "cached";
  const connections = await listReachable(ctx.storage, actor);
  for (const wheel of await readReachableWheel(ctx, actor, connections, wish)) {
    const cycle = wheel.cycles.find(({ cycleId }) => cycleId === input.cycleId);
    const ledger = wheel.ledgers.get(input.cycleId);
    if (cycle !== undefined && ledger !== undefined) {
      const history = await presentHistory(ledger, MOST);
      // The answer is checked and written out in one go: not in the turn that presented the last of it.
      await breathe();
      return {
        cycle,
        history,
        eventCount: ledger.lines.length,
        rollCount: countRolls(ledger),
        source: wheel.source,
        revalidating: wheel.revalidating,
        today: newYorkDay(ctx.clock.now()),
      };
    }
  }
  throw new AppError("API_RESOURCE_NOT_FOUND", "There is no such cycle");
}
