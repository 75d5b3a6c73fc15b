import type { OrderRow } from "@/components/orders/order-row";
import { ORDER_LOOKS } from "@/components/orders/order-status";
import { KIND_WORDS, TYPE_WORDS } from "@/components/orders/order-words";
import { timeColumn, wordColumn } from "@/components/orders/word-column";
import { amountColumn, quantityColumn } from "@/components/positions/number-column";
import type { GridColumn } from "@/components/table/grid-column";
import { StateMark } from "@/components/table/state-mark";
import { StatusBadge } from "@/components/ui/status-badge";
import { type OrderStatus, orderStatusSchema } from "@/shared/schemas/trading";

/** The word of an order's status. */
function statusWord(status: string): string {
  const known = orderStatusSchema.safeParse(status);
  return known.success ? ORDER_LOOKS[known.data].word : status;
}

function OrderStatusBadge({ status }: { status: OrderStatus }) {
  return <StatusBadge look={ORDER_LOOKS[status]} plain />;
}

/** The columns of the orders of all connections. Prices are per share; of several legs the net, positive when received. */
export const ORDER_COLUMNS: readonly GridColumn<OrderRow>[] = [
  {
    ...wordColumn({ id: "order", header: "Order", widthPx: 232, value: (row) => row.title }),
    cell: (row) => <span className="font-medium">{row.title}</span>,
  },
  wordColumn({ id: "action", header: "Action", widthPx: 112, facet: true, value: (row) => row.action }),
  {
    ...wordColumn({
      id: "status",
      header: "Status",
      widthPx: 120,
      groups: true,
      value: (row) => row.order.status,
      label: statusWord,
    }),
    cell: (row) => <OrderStatusBadge status={row.order.status} />,
  },
  wordColumn({
    id: "kind",
    header: "Kind",
    widthPx: 80,
    facet: true,
    groups: true,
    value: (row) => row.order.kind,
    label: (value) => KIND_WORDS[value] ?? value,
  }),
  wordColumn({
    id: "underlying",
    header: "Underlying",
    widthPx: 104,
    facet: true,
    groups: true,
    hiddenAtFirst: true,
    value: (row) => row.order.symbol,
  }),
  quantityColumn({ id: "quantity", header: "Quantity", widthPx: 84, value: (row) => row.order.quantity }),
  quantityColumn({ id: "filled", header: "Filled", widthPx: 80, value: (row) => row.order.filledQuantity }),
  wordColumn({
    id: "type",
    header: "Type",
    widthPx: 88,
    hiddenAtFirst: true,
    value: (row) => row.order.type,
    label: (value) => TYPE_WORDS[value] ?? value,
  }),
  amountColumn({ id: "limit", header: "Limit", widthPx: 88, value: (row) => row.order.limitPrice }),
  amountColumn({
    id: "stop",
    header: "Stop",
    widthPx: 88,
    hiddenAtFirst: true,
    value: (row) => row.order.stopPrice,
  }),
  amountColumn({ id: "fill", header: "Fill price", widthPx: 96, value: (row) => row.order.averageFillPrice }),
  amountColumn({
    id: "fees",
    header: "Fees",
    widthPx: 80,
    hiddenAtFirst: true,
    value: (row) => row.order.fees,
  }),
  wordColumn({
    id: "account",
    header: "Account",
    widthPx: 168,
    facet: true,
    groups: true,
    value: (row) => row.account,
  }),
  timeColumn({ id: "placed", header: "Placed", widthPx: 128, value: (row) => row.order.placedAt }),
  timeColumn({
    id: "updated",
    header: "Updated",
    widthPx: 128,
    hiddenAtFirst: true,
    value: (row) => row.order.updatedAt,
  }),
  wordColumn({
    id: "force",
    header: "Time in force",
    widthPx: 112,
    hiddenAtFirst: true,
    value: (row) => row.order.timeInForce,
  }),
  wordColumn({
    id: "reason",
    header: "Reason",
    widthPx: 200,
    hiddenAtFirst: true,
    value: (row) => row.order.rejectReason,
  }),
  {
    ...wordColumn({
      id: "state",
      header: "State",
      widthPx: 88,
      hiddenAtFirst: true,
      value: (row) => row.state,
    }),
    cell: (row) => <StateMark state={row.state} />,
  },
  wordColumn({
    id: "connection",
    header: "Connection",
    widthPx: 160,
    exportOnly: true,
    value: (row) => row.connectionLabel,
  }),
  wordColumn({
    id: "source",
    header: "Source",
    widthPx: 160,
    exportOnly: true,
    value: (row) => row.source?.source ?? null,
  }),
  timeColumn({
    id: "read",
    header: "As of",
    widthPx: 160,
    exportOnly: true,
    value: (row) => row.source?.asOf ?? null,
  }),
];
