import { recordEvent } from "@/server/services/audit/record-event";
import { sealSigningSecret } from "@/server/services/notices/channel-secrets";
import { loadChannel } from "@/server/services/notices/load-channel";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import type { ChannelIdInput, RenewedSecret } from "@/shared/schemas/notice";

/** A new signing secret for a webhook, given this once; the one before signs nothing from now on. */
export async function renewSecret(ctx: ServiceContext, input: ChannelIdInput): Promise<RenewedSecret> {
  const actor = permit(ctx, "use_own_account");
  const channel = await loadChannel(ctx.storage, actor.userId, input.channelId);
  if (channel.kind !== "webhook") {
    throw new AppError("API_CONFLICT", "Only a webhook has a signing secret");
  }
  const secret = ctx.sender.newSigningSecret(ctx.random);
  await ctx.storage.transaction(async (tx) => {
    const secretCipher = await sealSigningSecret(ctx, tx, channel, secret);
    await tx.noticeChannels.update(channel.id, { secretCipher, updatedAt: ctx.clock.now() });
    await recordEvent(ctx, tx, { type: "NOTICE_SECRET_SHOWN", outcome: "success", targetId: channel.id });
  });
  return { signingSecret: secret.reveal() };
}
