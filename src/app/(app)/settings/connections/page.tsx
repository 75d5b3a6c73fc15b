import type { Metadata } from "next";
import { ConnectionListPage } from "@/components/connections/connection-list-page";
import { readViewerWith } from "@/trpc/server";

export const metadata: Metadata = { title: "Connections" };

export default async function ConnectionsRoute() {
  await readViewerWith("manage_connections");
  return <ConnectionListPage />;
}
