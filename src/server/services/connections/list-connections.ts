import { readConnectionView } from "@/server/services/connections/connection-view";
import { listReachable, withinReach } from "@/server/services/connections/reach";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionView } from "@/shared/schemas/connection";

/** The person's own connections, oldest first. */
export async function listConnections(ctx: ServiceContext): Promise<ConnectionView[]> {
  const actor = permit(ctx, "manage_connections", "read:connections");
  const connections = await listReachable(ctx.storage, actor);
  return Promise.all(
    connections.map(async (connection) =>
      withinReach(actor, await readConnectionView(ctx.storage, connection)),
    ),
  );
}
