import { loadReachable } from "@/server/services/connections/reach";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { currentBudget } from "@/server/services/upstream/current-budget";
import type { RequestBudget } from "@/shared/schemas/connection";

/**
 * How many requests a connection of the person may still send to its broker; null for a broker that this install
 * does not offer. Throws API_RESOURCE_NOT_FOUND for another person's connection.
 */
export async function readRequestBudget(
  ctx: ServiceContext,
  input: { connectionId: string },
): Promise<RequestBudget | null> {
  const actor = permit(ctx, "manage_connections", "read:connections");
  return currentBudget(ctx, await loadReachable(ctx.storage, actor, input.connectionId));
}
