import type { Metadata } from "next";
import { ChannelListPage } from "@/components/notices/channel-list-page";
import { readViewerWith } from "@/trpc/server";

export const metadata: Metadata = { title: "Notice channels" };

export default async function NoticeChannelsRoute() {
  await readViewerWith("use_own_account");
  return <ChannelListPage />;
}
