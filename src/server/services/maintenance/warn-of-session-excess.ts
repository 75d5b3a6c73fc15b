import type { ServiceContext } from "@/server/services/service-context";

/** Logs who has more live sessions than `MAX_SESSIONS` allows, as after lowering it. None of them is ended. */
export async function warnOfSessionExcess(ctx: ServiceContext): Promise<void> {
  const { maxSessions } = ctx.settings;
  for (const { id } of await ctx.storage.users.list()) {
    const live = await ctx.storage.brokerSessions.countLive(id);
    if (live > maxSessions) {
      ctx.log.warn({ userId: id, live, maxSessions }, "more live broker sessions than MAX_SESSIONS allows");
    }
  }
}
