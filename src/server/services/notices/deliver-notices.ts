import { deliverOne } from "@/server/services/notices/deliver-one";
import type { ServiceContext } from "@/server/services/service-context";

/** Tries at the same time: one slow receiver must not hold up the others. */
const AT_ONCE = 8;
const ROUND = 64;
/** What is left after so many rounds waits for the next call, so that a flood does not keep the worker for good. */
const MAX_ROUNDS = 50;

/**
 * Sends what is due in the outbox of notices, in the order of each line, and tells when something is due next (null:
 * nothing waits). Any number of processes may do so at once. At least once: a receiver tells repeats by the id.
 */
export async function deliverNotices(ctx: ServiceContext): Promise<Date | null> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const due = await ctx.storage.noticeDeliveries.due(ctx.clock.now(), ROUND);
    if (due.length === 0) {
      break;
    }
    const queue = due.values();
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (const delivery of queue) {
          await deliverOne(ctx, delivery);
        }
      }),
    );
  }
  return ctx.storage.noticeDeliveries.nextDue();
}
