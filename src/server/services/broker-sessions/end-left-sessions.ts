import { finishDisconnect } from "@/server/services/connections/disconnect";
import { isAlone } from "@/server/services/processes/is-alone";
import type { ServiceContext } from "@/server/services/service-context";
import { systemContext } from "@/server/services/system-context";

/**
 * Where sessions are not to outlive the run that made them (`SESSION_CACHE_ENABLED`): ends, here and at the broker,
 * those that an earlier run left. While another process of the install is at work they are of its run, and stay.
 */
export async function endLeftSessions(ctx: ServiceContext): Promise<void> {
  if (ctx.settings.keepsSessions || !(await isAlone(ctx))) return;
  const startedAt = ctx.clock.now();
  for (const connection of await ctx.storage.connections.toRestore()) {
    const session = await ctx.storage.brokerSessions.byConnection(connection.id);
    if (session === null || session.createdAt > startedAt) continue;
    try {
      await finishDisconnect(systemContext(ctx), connection);
    } catch (error) {
      ctx.log.error({ err: error, connectionId: connection.id }, "a session of an earlier run was not ended");
    }
  }
}
