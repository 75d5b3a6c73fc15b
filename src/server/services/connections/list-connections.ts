import { readConnectionView } from "@/server/services/connections/connection-view";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionView } from "@/shared/schemas/connection";

/** The person's own connections, oldest first. */
export async function listConnections(ctx: ServiceContext): Promise<ConnectionView[]> {
  const actor = permit(ctx, "manage_connections");
  const connections = await ctx.storage.connections.listOf(actor.userId);
  return Promise.all(connections.map((connection) => readConnectionView(ctx.storage, connection)));
}
