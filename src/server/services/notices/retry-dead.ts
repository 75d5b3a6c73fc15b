import { recordEvent } from "@/server/services/audit/record-event";
import { readChannelView } from "@/server/services/notices/channel-view";
import { loadChannel } from "@/server/services/notices/load-channel";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { ChannelIdInput, ChannelView } from "@/shared/schemas/notice";

/** Puts what was given up back in line, oldest first, with all its tries. */
export async function retryDead(ctx: ServiceContext, input: ChannelIdInput): Promise<ChannelView> {
  const actor = permit(ctx, "use_own_account");
  const channel = await loadChannel(ctx.storage, actor.userId, input.channelId);
  await ctx.storage.transaction(async (tx) => {
    const revived = await tx.noticeDeliveries.revive(channel.id, ctx.clock.now());
    await recordEvent(ctx, tx, {
      type: "NOTICE_CHANNEL_CHANGED",
      outcome: "success",
      targetId: channel.id,
      details: { revived },
    });
  });
  return readChannelView(ctx.storage, channel);
}
