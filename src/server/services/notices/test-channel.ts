import { recordEvent } from "@/server/services/audit/record-event";
import { openChannel } from "@/server/services/notices/channel-secrets";
import { loadChannel } from "@/server/services/notices/load-channel";
import { CHANNELS_PAGE } from "@/server/services/notices/outgoing-message";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { StorageTx } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";
import { noticeText } from "@/shared/notice-text";
import type { ChannelIdInput, ChannelTest } from "@/shared/schemas/notice";

const PAUSE_MS = 10_000;

/**
 * Sends one test message now, whatever the quiet hours, and tells what became of it. Throws API_CONFLICT with the
 * seconds to wait when the last test of the channel was less than 10 s ago.
 */
export async function testChannel(ctx: ServiceContext, input: ChannelIdInput): Promise<ChannelTest> {
  const actor = permit(ctx, "use_own_account");
  const channel = await loadChannel(ctx.storage, actor.userId, input.channelId);
  const now = ctx.clock.now();
  await ctx.storage.transaction((tx) => takeTurn(tx, channel.id, now));
  const { target, signingSecret } = await openChannel(ctx, ctx.storage, channel);
  const outcome = await ctx.sender.send(target, signingSecret, {
    id: ctx.random.uuid(),
    kind: "test",
    ...noticeText({
      kind: "test",
      label: channel.label,
      brokerName: null,
      nextAction: null,
      errorCode: null,
      deadlineAt: null,
      details: null,
      now,
      timeZone: channel.quietHours?.timeZone ?? "UTC",
    }),
    url: `${ctx.settings.publicUrl}${CHANNELS_PAGE}`,
    connectionId: null,
    connectionLabel: null,
    errorCode: null,
    deadlineAt: null,
    createdAt: now,
  });
  const delivered = outcome.kind === "delivered";
  const errorCode = outcome.kind === "delivered" ? null : outcome.code;
  const endedAt = ctx.clock.now();
  await ctx.storage.transaction(async (tx) => {
    await tx.noticeChannels.update(channel.id, {
      ...(delivered ? { lastDeliveredAt: endedAt } : { lastFailedAt: endedAt }),
      lastErrorCode: errorCode,
    });
    await recordEvent(ctx, tx, {
      type: "NOTICE_CHANNEL_TESTED",
      outcome: delivered ? "success" : "failure",
      targetId: channel.id,
      details: { kind: channel.kind, label: channel.label, code: errorCode },
    });
  });
  return { delivered, errorCode };
}

async function takeTurn(tx: StorageTx, channelId: string, now: Date): Promise<void> {
  const key = `notice-test:${channelId}`;
  const [last] = await tx.throttles.get([key]);
  const waitMs = (last?.blockedUntil?.getTime() ?? 0) - now.getTime();
  if (waitMs > 0) {
    throw new AppError("API_CONFLICT", "A test was sent a moment ago", {
      retryAfterSeconds: Math.ceil(waitMs / 1000),
    });
  }
  const blockedUntil = new Date(now.getTime() + PAUSE_MS);
  await tx.throttles.put({ key, failures: 0, windowStartedAt: now, blockedUntil });
}
