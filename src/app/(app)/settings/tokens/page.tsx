import type { Metadata } from "next";
import { TokenListPage } from "@/components/tokens/token-list-page";
import { readViewerWith } from "@/trpc/server";

export const metadata: Metadata = { title: "API tokens" };

export default async function TokensRoute() {
  const viewer = await readViewerWith("manage_tokens");
  return <TokenListPage viewer={viewer} />;
}
