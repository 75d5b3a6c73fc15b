import type { Metadata } from "next";
import { MetricsPage } from "@/components/metrics/metrics-page";
import { readViewerWith } from "@/trpc/server";

export const metadata: Metadata = { title: "Metrics" };

export default async function Metrics() {
  await readViewerWith("view_metrics");
  return <MetricsPage />;
}
