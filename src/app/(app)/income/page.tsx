import type { Metadata } from "next";
import { IncomePage } from "@/components/income/income-page";
import { readViewerWith } from "@/trpc/server";

export const metadata: Metadata = { title: "Income" };

export default async function IncomeRoute() {
  await readViewerWith("read_positions");
  return <IncomePage />;
}
