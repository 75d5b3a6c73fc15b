import type { OrderRow } from "@/components/orders/order-row";
import { ORDER_LOOKS } from "@/components/orders/order-status";
import { placesOf } from "@/components/positions/number-column";
import type { GridCard } from "@/components/table/grid-column";
import { Decimals } from "@/components/ui/decimals";
import { Money } from "@/components/ui/money";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";

/** An order in two lines: what and how much, how it stands and at what price. */
export function orderCard(row: OrderRow): GridCard {
  const { order } = row;
  const filled = order.averageFillPrice !== null;
  return {
    title: row.title,
    subtitle: (
      <>
        {row.action} <Decimals value={order.quantity} decimals={placesOf(order.quantity)} /> ·{" "}
        <RelativeTime at={order.placedAt} />
      </>
    ),
    figure: <StatusBadge look={ORDER_LOOKS[order.status]} plain />,
    subfigure: (
      <>
        {filled ? "at" : "limit"} <Money value={filled ? order.averageFillPrice : order.limitPrice} />
      </>
    ),
  };
}
