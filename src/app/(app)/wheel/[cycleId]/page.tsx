import type { Metadata } from "next";
import { CyclePage } from "@/components/wheel/cycle-page";
import { readViewerWith } from "@/trpc/server";

export const metadata: Metadata = { title: "Wheel cycle" };

export default async function CycleRoute({ params }: { params: Promise<{ cycleId: string }> }) {
  await readViewerWith("read_positions");
  const { cycleId } = await params;
  return <CyclePage cycleId={decodeURIComponent(cycleId)} />;
}
