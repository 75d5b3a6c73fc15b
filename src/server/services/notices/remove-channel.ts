import { recordEvent } from "@/server/services/audit/record-event";
import { loadChannel } from "@/server/services/notices/load-channel";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { ChannelIdInput } from "@/shared/schemas/notice";

/** Removes a channel with its address, its secret and all that waits for it. */
export async function removeChannel(ctx: ServiceContext, input: ChannelIdInput): Promise<void> {
  const actor = permit(ctx, "use_own_account");
  const channel = await loadChannel(ctx.storage, actor.userId, input.channelId);
  await ctx.storage.transaction(async (tx) => {
    await tx.noticeChannels.remove(channel.id);
    await recordEvent(ctx, tx, {
      type: "NOTICE_CHANNEL_REMOVED",
      outcome: "success",
      targetId: channel.id,
      details: { kind: channel.kind, label: channel.label, target: channel.maskedTarget },
    });
  });
}
