import { SessionManager } from "@/server/services/broker-sessions/session-manager";
import { readConnectionView } from "@/server/services/connections/connection-view";
import { loadReachable, withinReach } from "@/server/services/connections/reach";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionView } from "@/shared/schemas/connection";

/** Asks the broker now whether the connection's session is good. Throws what the broker's answer means. */
export async function checkConnection(
  ctx: ServiceContext,
  input: { connectionId: string },
): Promise<ConnectionView> {
  const actor = permit(ctx, "manage_connections", "session:refresh");
  await SessionManager.validateSession(ctx, await loadReachable(ctx.storage, actor, input.connectionId));
  ctx.feed.changed(actor.userId);
  const current = await loadReachable(ctx.storage, actor, input.connectionId);
  return withinReach(actor, await readConnectionView(ctx.storage, current));
}
