import type { OrderFilter } from "@/server/brokers/broker";
import { loadReachable, reachesAccount } from "@/server/services/connections/reach";
import { permit } from "@/server/services/permit";
import { accountRefOf } from "@/server/services/portfolio/account-ref";
import { readOrders } from "@/server/services/portfolio/read-orders";
import type { ServiceContext } from "@/server/services/service-context";
import { currentBudget } from "@/server/services/upstream/current-budget";
import type { OrdersView } from "@/shared/schemas/trading";

/** A page of a connection's orders, newest first; `nextCursor` leads to the older ones. Trouble is told in the parts. */
export async function getOrders(
  ctx: ServiceContext,
  input: {
    readonly connectionId: string;
    readonly filter: Pick<OrderFilter, "status" | "limit" | "cursor">;
    readonly fresh: boolean;
  },
): Promise<OrdersView> {
  const actor = permit(ctx, "read_positions", "read:orders");
  const connection = await loadReachable(ctx.storage, actor, input.connectionId);
  const reading = await readOrders(ctx, connection, input.filter, input.fresh ? "fresh" : "cached");
  return {
    connectionId: connection.id,
    orders: reading.rows.flatMap(({ accountNumber, ...order }) => {
      const account = accountRefOf(ctx, connection, accountNumber);
      return reachesAccount(actor, account.accountId) ? [{ ...order, ...account }] : [];
    }),
    nextCursor: reading.nextCursor,
    parts: [...reading.parts],
    revalidating: reading.revalidating,
    budget: await currentBudget(ctx, connection),
  };
}
