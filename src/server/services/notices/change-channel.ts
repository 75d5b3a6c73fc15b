import { recordEvent } from "@/server/services/audit/record-event";
import { sealTarget } from "@/server/services/notices/channel-secrets";
import { readChannelView } from "@/server/services/notices/channel-view";
import { loadChannel } from "@/server/services/notices/load-channel";
import { maskTarget } from "@/server/services/notices/mask-target";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import type { ChangeChannelInput, ChannelView } from "@/shared/schemas/notice";

/**
 * Changes what is given of a channel; what waits for it goes by the new values. Throws VALIDATION_INVALID_INPUT when
 * the new address is of another kind than the channel.
 */
export async function changeChannel(ctx: ServiceContext, input: ChangeChannelInput): Promise<ChannelView> {
  const actor = permit(ctx, "use_own_account");
  const channel = await loadChannel(ctx.storage, actor.userId, input.channelId);
  const { target } = input;
  if (target !== undefined && target.kind !== channel.kind) {
    throw new AppError("VALIDATION_INVALID_INPUT", "A channel keeps its kind", {
      fields: { target: "Add a new channel for another kind" },
    });
  }
  const changed = await ctx.storage.transaction(async (tx) => {
    const changes = {
      label: input.label ?? channel.label,
      kinds: input.kinds === undefined ? channel.kinds : [...new Set(input.kinds)],
      quietHours: input.quietHours === undefined ? channel.quietHours : input.quietHours,
      enabled: input.enabled ?? channel.enabled,
      updatedAt: ctx.clock.now(),
      ...(target !== undefined && {
        ciphertext: await sealTarget(ctx, tx, channel, target),
        maskedTarget: maskTarget(target),
        lastErrorCode: null,
      }),
    };
    await tx.noticeChannels.update(channel.id, changes);
    const after = { ...channel, ...changes };
    if (target !== undefined || input.quietHours !== undefined || (after.enabled && !channel.enabled)) {
      await tx.noticeDeliveries.wakeChannel(channel.id, changes.updatedAt);
    }
    await recordEvent(ctx, tx, {
      type: "NOTICE_CHANNEL_CHANGED",
      outcome: "success",
      targetId: channel.id,
      details: {
        labelBefore: channel.label,
        labelAfter: after.label,
        targetBefore: channel.maskedTarget,
        targetAfter: after.maskedTarget,
        newAddress: target !== undefined,
        kinds: after.kinds,
        quietHours: after.quietHours === null ? null : `${after.quietHours.from}–${after.quietHours.to}`,
        enabled: after.enabled,
      },
    });
    return after;
  });
  return readChannelView(ctx.storage, changed);
}
