import type { Metadata } from "next";
import { ThresholdsPage } from "@/components/attention/thresholds-page";
import { readViewerWith } from "@/trpc/server";

export const metadata: Metadata = { title: "Needs attention" };

export default async function AttentionSettingsRoute() {
  await readViewerWith("read_positions");
  return <ThresholdsPage />;
}
