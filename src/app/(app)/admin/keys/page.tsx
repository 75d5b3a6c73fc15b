import type { Metadata } from "next";
import { KeysPage } from "@/components/keys/keys-page";
import { readViewerWith } from "@/trpc/server";

export const metadata: Metadata = { title: "Keys" };

export default async function Keys() {
  const viewer = await readViewerWith("manage_keys");
  return <KeysPage email={viewer.email} />;
}
