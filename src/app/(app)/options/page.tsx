import type { Metadata } from "next";
import { OptionsPage } from "@/components/options/options-page";
import { readViewerWith } from "@/trpc/server";

export const metadata: Metadata = { title: "Options" };

interface OptionsRouteProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function OptionsRoute({ searchParams }: OptionsRouteProps) {
  await readViewerWith("read_positions");
  const { underlying } = await searchParams;
  return <OptionsPage underlying={typeof underlying === "string" ? underlying : ""} />;
}
