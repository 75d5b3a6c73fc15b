import type { Metadata } from "next";
import { OrdersPage } from "@/components/orders/orders-page";
import { readViewerWith } from "@/trpc/server";

export const metadata: Metadata = { title: "Orders" };

export default async function OrdersRoute() {
  await readViewerWith("read_positions");
  return <OrdersPage />;
}
