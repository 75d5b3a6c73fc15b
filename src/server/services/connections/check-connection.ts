import { SessionManager } from "@/server/services/broker-sessions/session-manager";
import { readConnectionView } from "@/server/services/connections/connection-view";
import { loadConnection } from "@/server/services/connections/load-connection";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionView } from "@/shared/schemas/connection";

/** Asks the broker now whether the connection's session is good. Throws what the broker's answer means. */
export async function checkConnection(
  ctx: ServiceContext,
  input: { connectionId: string },
): Promise<ConnectionView> {
  const actor = permit(ctx, "manage_connections");
  await SessionManager.validateSession(
    ctx,
    await loadConnection(ctx.storage, actor.userId, input.connectionId),
  );
  ctx.feed.changed(actor.userId);
  return readConnectionView(ctx.storage, await loadConnection(ctx.storage, actor.userId, input.connectionId));
}
