"use client";

import { ReadingPage } from "@/components/accounts/reading-page";
import { OrdersBody } from "@/components/orders/orders-body";

/** What was ordered in all accounts, newest first. */
export function OrdersPage() {
  return (
    <ReadingPage
      title="Orders"
      purpose="This page lists the orders of all your accounts with their legs and fills. Wheelhouse itself never sends an order."
    >
      {(connections, nameOf) => <OrdersBody connections={connections} nameOf={nameOf} />}
    </ReadingPage>
  );
}
