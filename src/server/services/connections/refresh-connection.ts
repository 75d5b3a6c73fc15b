import { SessionManager } from "@/server/services/broker-sessions/session-manager";
import { readConnectionView } from "@/server/services/connections/connection-view";
import { loadReachable, withinReach } from "@/server/services/connections/reach";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import type { ConnectionView } from "@/shared/schemas/connection";

/**
 * Exchanges the connection's tokens now, whatever pause a failure has set. Throws API_CONFLICT when it is not
 * connected or the broker does not renew its session, else what `refreshSession` throws.
 */
export async function refreshConnection(
  ctx: ServiceContext,
  input: { connectionId: string },
): Promise<ConnectionView> {
  const actor = permit(ctx, "manage_connections", "session:refresh");
  const connection = await loadReachable(ctx.storage, actor, input.connectionId);
  const session = await ctx.storage.brokerSessions.byConnection(connection.id);
  if (connection.status !== "connected" || session === null) {
    throw new AppError("API_CONFLICT", "The connection is not connected");
  }
  await SessionManager.refreshSession(ctx, connection, session, "person");
  const current = await loadReachable(ctx.storage, actor, connection.id);
  return withinReach(actor, await readConnectionView(ctx.storage, current));
}
