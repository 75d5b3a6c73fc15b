import type { Metadata } from "next";
import { MembersPage } from "@/components/members/members-page";
import { readViewerWith } from "@/trpc/server";

export const metadata: Metadata = { title: "Members" };

export default async function Members() {
  const viewer = await readViewerWith("manage_users");
  return <MembersPage ownUserId={viewer.userId} />;
}
