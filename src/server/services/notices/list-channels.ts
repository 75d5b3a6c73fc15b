import { readChannelView } from "@/server/services/notices/channel-view";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { ChannelList } from "@/shared/schemas/notice";

/** The person's channels, oldest first, and the kinds that this install can send. */
export async function listChannels(ctx: ServiceContext): Promise<ChannelList> {
  const { userId } = permit(ctx, "use_own_account");
  const channels = await ctx.storage.noticeChannels.listOf(userId);
  return {
    channels: await Promise.all(channels.map((channel) => readChannelView(ctx.storage, channel))),
    kinds: [...ctx.sender.kinds],
  };
}
