"use client";

import { ClipboardList } from "lucide-react";
import { useMemo, useState } from "react";
import { type GridPlan, ReadingGrid } from "@/components/accounts/reading-grid";
import { orderCard } from "@/components/orders/order-card";
import { ORDER_COLUMNS } from "@/components/orders/order-columns";
import { legsHeightPx, OrderLegs } from "@/components/orders/order-legs";
import { keyOfOrder, type OrderRow, orderRows, stateOfOrder } from "@/components/orders/order-row";
import { ORDER_LOOKS } from "@/components/orders/order-status";
import { StatusFilter } from "@/components/orders/status-filter";
import { useOrders } from "@/components/orders/use-orders";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNotice } from "@/components/ui/error-notice";
import type { ConnectionView } from "@/shared/schemas/connection";
import type { OrderStatus } from "@/shared/schemas/trading";

const GRID: GridPlan<OrderRow> = {
  gridId: "orders",
  caption: "Orders of all accounts",
  noun: ["order", "orders"],
  searchLabel: "Search orders",
  columns: ORDER_COLUMNS,
  rowKey: keyOfOrder,
  stateOf: stateOfOrder,
  initial: { sort: [{ id: "placed", desc: true }], group: [] },
  card: orderCard,
  detail: { heightPx: legsHeightPx, render: (row) => <OrderLegs row={row} /> },
};

interface OrdersBodyProps {
  connections: readonly ConnectionView[];
  nameOf: (connection: ConnectionView) => string;
}

/** The orders of the connections that can be read; older ones on demand. */
export function OrdersBody({ connections, nameOf }: OrdersBodyProps) {
  const [status, setStatus] = useState<OrderStatus | null>(null);
  const { views, older, ...reading } = useOrders(connections, status);
  const rows = useMemo(() => orderRows(views, connections), [views, connections]);
  return (
    <ReadingGrid
      title="Orders"
      description="Prices per share in US dollars; of several legs the net, positive when received."
      {...reading}
      nameOf={nameOf}
      grid={{ ...GRID, rows, filters: <StatusFilter status={status} onChange={setStatus} /> }}
      empty={<NoOrders status={status} onAll={() => setStatus(null)} />}
      beneath={
        <>
          {older.error !== null && <ErrorNotice error={older.error} onRetry={older.load} busy={older.busy} />}
          {older.more && (
            <div className="flex justify-center">
              <Button busy={older.busy} busyLabel="Loading" onClick={older.load}>
                Load older
              </Button>
            </div>
          )}
        </>
      }
      drawer={(row) =>
        row.order.legs.length > 1 && (
          <div className="overflow-x-auto">
            <OrderLegs row={row} />
          </div>
        )
      }
    />
  );
}

function NoOrders({ status, onAll }: { status: OrderStatus | null; onAll: () => void }) {
  return (
    <EmptyState
      icon={<ClipboardList />}
      title={status === null ? "No orders" : `No orders that are ${ORDER_LOOKS[status].word.toLowerCase()}`}
      action={status !== null && <Button onClick={onAll}>Show all orders</Button>}
    >
      The accounts that could be read have no such orders.
    </EmptyState>
  );
}
