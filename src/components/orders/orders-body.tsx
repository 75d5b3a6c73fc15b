"use client";

import { ClipboardList } from "lucide-react";
import { useMemo, useState } from "react";
import { ReadingStrip } from "@/components/accounts/reading-strip";
import { RefreshButton } from "@/components/accounts/refresh-button";
import { orderCard } from "@/components/orders/order-card";
import { ORDER_COLUMNS } from "@/components/orders/order-columns";
import { legsHeightPx, OrderLegs } from "@/components/orders/order-legs";
import { keyOfOrder, type OrderRow, orderRows, stateOfOrder } from "@/components/orders/order-row";
import { ORDER_LOOKS } from "@/components/orders/order-status";
import { StatusFilter } from "@/components/orders/status-filter";
import { useOrders } from "@/components/orders/use-orders";
import { DataGrid } from "@/components/table/data-grid";
import { RowDrawer } from "@/components/table/row-drawer";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNotice } from "@/components/ui/error-notice";
import { PageHeader } from "@/components/ui/page-header";
import { TableSkeleton } from "@/components/ui/table-skeleton";
import type { ConnectionView } from "@/shared/schemas/connection";
import type { OrderStatus } from "@/shared/schemas/trading";

const INITIAL = { sort: [{ id: "placed", desc: true }], group: [] };
const DETAIL = { heightPx: legsHeightPx, render: (row: OrderRow) => <OrderLegs row={row} /> };

interface OrdersBodyProps {
  connections: readonly ConnectionView[];
  nameOf: (connection: ConnectionView) => string;
}

/** The orders of the connections that can be read; older ones on demand. */
export function OrdersBody({ connections, nameOf }: OrdersBodyProps) {
  const [status, setStatus] = useState<OrderStatus | null>(null);
  const { readings, views, busy, refresh, older } = useOrders(connections, status);
  const rows = useMemo(() => orderRows(views, connections), [views, connections]);
  const [opened, setOpened] = useState<OrderRow | null>(null);
  const loading = readings.some((reading) => reading.loading);
  const filter = <StatusFilter status={status} onChange={setStatus} />;
  return (
    <>
      <PageHeader
        title="Orders"
        description="Prices per share in US dollars; of several legs the net, positive when received."
        actions={<RefreshButton busy={busy} onRefresh={refresh} />}
      />
      <div className="flex flex-col gap-4">
        <ReadingStrip readings={readings} nameOf={nameOf} onRetry={refresh} />
        {rows.length > 0 ? (
          <DataGrid
            gridId="orders"
            caption="Orders of all accounts"
            noun={["order", "orders"]}
            searchLabel="Search orders"
            columns={ORDER_COLUMNS}
            rows={rows}
            rowKey={keyOfOrder}
            stateOf={stateOfOrder}
            initial={INITIAL}
            card={orderCard}
            detail={DETAIL}
            onOpen={setOpened}
            filters={filter}
          />
        ) : (
          <Card>
            {(status !== null || !loading) && <div className="border-b border-line px-4 py-2">{filter}</div>}
            {loading ? (
              <TableSkeleton label="Reading orders" rows={10} />
            ) : (
              <EmptyState
                icon={<ClipboardList />}
                title={
                  status === null
                    ? "No orders"
                    : `No orders that are ${ORDER_LOOKS[status].word.toLowerCase()}`
                }
                action={status !== null && <Button onClick={() => setStatus(null)}>Show all orders</Button>}
              >
                The accounts that could be read have no such orders.
              </EmptyState>
            )}
          </Card>
        )}
        {older.error !== null && <ErrorNotice error={older.error} onRetry={older.load} busy={older.busy} />}
        {older.more && (
          <div className="flex justify-center">
            <Button busy={older.busy} busyLabel="Loading" onClick={older.load}>
              Load older
            </Button>
          </div>
        )}
      </div>
      <RowDrawer
        row={opened}
        title={(row) => row.title}
        columns={ORDER_COLUMNS}
        onClose={() => setOpened(null)}
      >
        {(row) =>
          row.order.legs.length > 1 && (
            <div className="overflow-x-auto">
              <OrderLegs row={row} />
            </div>
          )
        }
      </RowDrawer>
    </>
  );
}
