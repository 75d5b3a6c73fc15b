import type { z } from "zod";
import { recordEvent } from "@/server/services/audit/record-event";
import { sealSigningSecret, sealTarget } from "@/server/services/notices/channel-secrets";
import { readChannelView } from "@/server/services/notices/channel-view";
import { maskTarget } from "@/server/services/notices/mask-target";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { NoticeChannelRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";
import type { AddedChannel, addChannelInputSchema } from "@/shared/schemas/notice";

const MAX_CHANNELS = 10;

/**
 * Adds a channel. The signing secret of a webhook is given this once. Throws VALIDATION_INVALID_INPUT for a kind that
 * this install can't send, API_CONFLICT for one channel too many.
 */
export async function addChannel(
  ctx: ServiceContext,
  input: z.output<typeof addChannelInputSchema>,
): Promise<AddedChannel> {
  const actor = permit(ctx, "use_own_account");
  const { target, label, quietHours } = input;
  if (!ctx.sender.kinds.includes(target.kind)) {
    throw new AppError("VALIDATION_INVALID_INPUT", "This install can't send by this kind of channel", {
      fields: { target: "Choose another kind: no mail server is set" },
    });
  }
  const now = ctx.clock.now();
  const key = { id: ctx.random.uuid(), ownerId: actor.userId };
  const secret = target.kind === "webhook" ? ctx.sender.newSigningSecret(ctx.random) : null;
  const channel = await ctx.storage.transaction(async (tx) => {
    // Holds the person's row, so that channels that are added at once count each other.
    await tx.users.update(actor.userId, { updatedAt: now });
    if ((await tx.noticeChannels.listOf(actor.userId)).length >= MAX_CHANNELS) {
      throw new AppError("API_CONFLICT", `You have ${MAX_CHANNELS} channels; remove one first`);
    }
    const record: NoticeChannelRecord = {
      ...key,
      kind: target.kind,
      label,
      ciphertext: await sealTarget(ctx, tx, key, target),
      secretCipher: secret === null ? null : await sealSigningSecret(ctx, tx, key, secret),
      maskedTarget: maskTarget(target),
      kinds: [...new Set(input.kinds)],
      quietHours,
      enabled: true,
      lastDeliveredAt: null,
      lastFailedAt: null,
      lastErrorCode: null,
      createdAt: now,
      updatedAt: now,
    };
    await tx.noticeChannels.create(record);
    const { kind, maskedTarget, kinds } = record;
    await recordEvent(ctx, tx, {
      type: "NOTICE_CHANNEL_ADDED",
      outcome: "success",
      targetId: key.id,
      details: { kind, label, target: maskedTarget, kinds },
    });
    if (secret !== null) {
      await recordEvent(ctx, tx, { type: "NOTICE_SECRET_SHOWN", outcome: "success", targetId: key.id });
    }
    return record;
  });
  return {
    channel: await readChannelView(ctx.storage, channel),
    signingSecret: secret?.reveal() ?? null,
  };
}
