import type { Metadata } from "next";
import { ConnectionPage } from "@/components/connections/connection-page";
import { readViewerWith } from "@/trpc/server";

export const metadata: Metadata = { title: "Connection" };

export default async function ConnectionRoute({ params }: { params: Promise<{ connectionId: string }> }) {
  await readViewerWith("manage_connections");
  const { connectionId } = await params;
  return <ConnectionPage connectionId={connectionId} />;
}
