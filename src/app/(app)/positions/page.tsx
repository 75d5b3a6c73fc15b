import type { Metadata } from "next";
import { PositionsPage } from "@/components/positions/positions-page";
import { readViewerWith } from "@/trpc/server";

export const metadata: Metadata = { title: "Positions" };

export default async function PositionsRoute() {
  await readViewerWith("read_positions");
  return <PositionsPage />;
}
