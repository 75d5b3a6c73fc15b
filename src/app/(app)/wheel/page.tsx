import type { Metadata } from "next";
import { WheelPage } from "@/components/wheel/wheel-page";
import { readViewerWith } from "@/trpc/server";

export const metadata: Metadata = { title: "Wheel" };

export default async function WheelRoute() {
  await readViewerWith("read_positions");
  return <WheelPage />;
}
