import { breathe } from "@/server/services/breathe";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { chosenConnections } from "@/server/services/wheel/chosen-connections";
import { readReachableWheel } from "@/server/services/wheel/read-reachable-wheel";
import { totalsByUnderlying } from "@/server/services/wheel/totals-by-underlying";
import { newYorkDay } from "@/shared/new-york-time";
import type { WheelView } from "@/shared/schemas/wheel";

/** Which of the person's connections a view is made from, and whether the brokers are asked anew. */
export interface WheelInput {
  /** Null for all of them. */
  readonly connectionIds: readonly string[] | null;
  readonly fresh: boolean;
}

/**
 * The wheel cycles of the person's accounts, rebuilt from what happened in them, across accounts and brokers. A
 * broker that fails is told in `sources`, never thrown. Open cycles come first, then the newest.
 */
export async function identifyWheelPositions(ctx: ServiceContext, input: WheelInput): Promise<WheelView> {
  const actor = permit(ctx, "read_positions", "read:wheel");
  const connections = await chosenConnections(ctx.storage, actor, input.connectionIds);
  const wheels = await readReachableWheel(ctx, actor, connections, input.fresh ? "fresh" : "cached");
  await breathe();
  const cycles = wheels
    .flatMap((wheel) => wheel.cycles)
    .sort(
      (a, b) =>
        Number(a.closedAt !== null) - Number(b.closedAt !== null) ||
        compareTexts(b.openedAt, a.openedAt) ||
        compareTexts(a.cycleId, b.cycleId),
    );
  const byUnderlying = await totalsByUnderlying(cycles);
  // The answer is checked and written out in one go: not in the turn that already did the sums.
  await breathe();
  return {
    sources: wheels.map(({ source }) => source),
    cycles,
    beside: wheels.flatMap((wheel) => wheel.beside),
    byUnderlying,
    revalidating: wheels.some(({ revalidating }) => revalidating),
    today: newYorkDay(ctx.clock.now()),
  };
}

/** Times and ids have no letters that a language would order otherwise; comparing them as such costs far less. */
const compareTexts = (one: string, other: string): number => Number(one > other) - Number(one < other);
