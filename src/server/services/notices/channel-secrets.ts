import type { CipherBinding } from "@/server/secrets/cipher.port";
import type { ServiceContext } from "@/server/services/service-context";
import type { NoticeChannelRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";
import { type ChannelTarget, channelTargetSchema } from "@/shared/schemas/notice";
import { Secret } from "@/shared/secret";

type ChannelKey = Pick<NoticeChannelRecord, "id" | "ownerId">;
type CipherContext = Pick<ServiceContext, "cipher">;

const bindingOf = ({ id, ownerId }: ChannelKey, field: "target" | "signing_secret"): CipherBinding => ({
  table: "notice_channel",
  rowId: id,
  ownerId,
  field,
});

/** The channel's address and token, for its row. */
export function sealTarget(
  ctx: CipherContext,
  tx: StorageTx,
  channel: ChannelKey,
  target: ChannelTarget,
): Promise<string> {
  return ctx.cipher.encrypt(tx, bindingOf(channel, "target"), new Secret(JSON.stringify(target)));
}

/** The channel's signing secret, for its row. */
export function sealSigningSecret(
  ctx: CipherContext,
  tx: StorageTx,
  channel: ChannelKey,
  secret: Secret,
): Promise<string> {
  return ctx.cipher.encrypt(tx, bindingOf(channel, "signing_secret"), secret);
}

/** Where and how to send. Throws STORAGE_READ_ERROR when a stored text was altered, moved or is no target. */
export async function openChannel(
  ctx: CipherContext,
  tx: StorageTx,
  channel: NoticeChannelRecord,
): Promise<{ target: ChannelTarget; signingSecret: Secret | null }> {
  const text = await ctx.cipher.decrypt(tx, bindingOf(channel, "target"), channel.ciphertext);
  const target = channelTargetSchema.safeParse(JSON.parse(text.reveal()));
  if (!target.success) {
    throw new AppError("STORAGE_READ_ERROR", "A channel's stored address has an unknown form");
  }
  const signingSecret =
    channel.secretCipher === null
      ? null
      : await ctx.cipher.decrypt(tx, bindingOf(channel, "signing_secret"), channel.secretCipher);
  return { target: target.data, signingSecret };
}
