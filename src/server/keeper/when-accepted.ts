import type { LoopOptions } from "@/server/keeper/background-loop";
import type { ServiceContext } from "@/server/services/service-context";

const HELD_PAUSE_MS = 5000;

/** A round that is not done while a restored copy waits for somebody's yes. */
export function whenAccepted(round: LoopOptions["round"]): LoopOptions["round"] {
  return async (ctx, signal) => {
    const isHeld = (await ctx.copyGuard.heldSince()) !== null;
    return isHeld ? new Date(ctx.clock.now().getTime() + HELD_PAUSE_MS) : round(ctx, signal);
  };
}

/** Work that is done once, as soon as nothing waits for a yes any more. */
export function onceAccepted(
  round: (ctx: ServiceContext, signal: AbortSignal) => Promise<Date | null>,
): LoopOptions["round"] {
  return async (ctx, signal) => {
    while (!signal.aborted) {
      if ((await ctx.copyGuard.heldSince()) === null) return round(ctx, signal);
      await ctx.clock.sleep(HELD_PAUSE_MS, signal);
    }
    return null;
  };
}
