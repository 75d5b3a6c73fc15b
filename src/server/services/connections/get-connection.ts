import { readConnectionView } from "@/server/services/connections/connection-view";
import { loadReachable, withinReach } from "@/server/services/connections/reach";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionView } from "@/shared/schemas/connection";

/** One of the person's own connections. */
export async function getConnection(
  ctx: ServiceContext,
  input: { connectionId: string },
): Promise<ConnectionView> {
  const actor = permit(ctx, "manage_connections", "read:connections");
  const connection = await loadReachable(ctx.storage, actor, input.connectionId);
  return withinReach(actor, await readConnectionView(ctx.storage, connection));
}
