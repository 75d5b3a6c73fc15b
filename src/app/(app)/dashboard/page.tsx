import type { Metadata } from "next";
import { DashboardPage } from "@/components/accounts/dashboard-page";
import { DashboardWithoutConnections } from "@/components/accounts/dashboard-without-connections";
import { readViewerWith } from "@/trpc/server";

export const metadata: Metadata = { title: "Dashboard" };

export default async function DashboardRoute() {
  const viewer = await readViewerWith("use_own_account");
  return viewer.permissions.includes("manage_connections") ? (
    <DashboardPage />
  ) : (
    <DashboardWithoutConnections />
  );
}
