import type { OrderFilter } from "@/server/brokers/broker";
import { cachedDataset } from "@/server/services/portfolio/cached-dataset";
import { keepLastRows } from "@/server/services/portfolio/keep-last-rows";
import { readDataset } from "@/server/services/portfolio/read-dataset";
import type { Reading, Wish } from "@/server/services/portfolio/reading";
import { ReadsUnderWay } from "@/server/services/portfolio/reads-under-way";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import { type Order, orderSchema, type ReadingPart } from "@/shared/schemas/trading";

const underWay = new ReadsUnderWay<Order>();

/** A page of the orders of all accounts, newest first. Never throws for the broker's trouble: the parts tell it. */
export function readOrders(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  filter: Pick<OrderFilter, "status" | "limit" | "cursor">,
  wish: Wish,
): Promise<Reading<Order>> {
  const { status = "any", limit, cursor } = filter;
  const page = cursor === undefined ? "first" : ctx.cipher.fingerprint("orders_cursor", cursor);
  const dataset = cachedDataset(ctx, connection, {
    key: `orders ${status} ${limit} ${page}`,
    parts: ["stock_orders", "option_orders", "instruments", "contracts"],
    underWay,
    rowSchema: orderSchema,
    read: ({ getOrders }) => getOrders && ((session) => getOrders(session, filter)),
    mend: mendOrders,
  });
  return readDataset(ctx, connection, dataset, wish);
}

function mendOrders(
  rows: readonly Order[],
  known: readonly Order[],
  failed: ReadonlySet<ReadingPart>,
): Order[] {
  const isLost = ({ kind }: Order) =>
    kind === "stock"
      ? failed.has("stock_orders") || failed.has("instruments")
      : failed.has("option_orders") || failed.has("contracts");
  return keepLastRows(rows, known, ({ orderId }) => orderId, isLost).sort(
    (one, other) => Date.parse(other.placedAt) - Date.parse(one.placedAt),
  );
}
