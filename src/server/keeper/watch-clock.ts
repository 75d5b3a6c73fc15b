import { bringWithinReach } from "@/server/services/maintenance/bring-within-reach";
import type { ServiceContext } from "@/server/services/service-context";

/**
 * A round of work in the background that looks at nothing but the time: the first one, and each that finds it
 * earlier than the one before, brings what was written with a later clock within reach.
 */
export function watchClock(): (ctx: ServiceContext) => Promise<Date | null> {
  let lastMs = Number.POSITIVE_INFINITY;
  return async (ctx) => {
    const nowMs = ctx.clock.now().getTime();
    if (nowMs < lastMs) {
      await bringWithinReach(ctx);
    }
    lastMs = nowMs;
    return null;
  };
}
