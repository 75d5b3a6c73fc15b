import type { ServiceContext } from "@/server/services/service-context";
import { requestLimit } from "@/server/services/upstream/request-limit";
import { requestBudget } from "@/server/services/upstream/request-window";
import type { ConnectionRecord } from "@/server/storage/records";
import type { RequestBudget } from "@/shared/schemas/connection";

/** What is left of a connection's requests; null for a broker that this install does not offer. */
export async function currentBudget(
  ctx: ServiceContext,
  connection: Pick<ConnectionRecord, "id" | "broker">,
): Promise<RequestBudget | null> {
  if (ctx.brokers[connection.broker] === undefined) {
    return null;
  }
  const window = await ctx.storage.requestWindows.get(connection.id);
  const limit = requestLimit(ctx, connection.broker);
  return requestBudget(window?.sentAt ?? [], ctx.clock.now().getTime(), limit);
}
