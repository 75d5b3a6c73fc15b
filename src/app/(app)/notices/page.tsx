import type { Metadata } from "next";
import { NoticeListPage } from "@/components/notices/notice-list-page";
import { readViewerWith } from "@/trpc/server";

export const metadata: Metadata = { title: "Notices" };

export default async function NoticesRoute() {
  await readViewerWith("use_own_account");
  return <NoticeListPage />;
}
