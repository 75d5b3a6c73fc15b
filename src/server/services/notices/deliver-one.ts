import type { SendOutcome } from "@/server/notices/notice-sender.port";
import { recordEvent } from "@/server/services/audit/record-event";
import { eventOwner } from "@/server/services/connections/event-owner";
import { openChannel } from "@/server/services/notices/channel-secrets";
import { MAX_TRIES, waitAfterTry } from "@/server/services/notices/delivery-backoff";
import { deliveryVerdict } from "@/server/services/notices/delivery-verdict";
import { outgoingMessage } from "@/server/services/notices/outgoing-message";
import type { ServiceContext } from "@/server/services/service-context";
import type { NoticeChannelRecord, NoticeDeliveryRecord, NoticeRecord } from "@/server/storage/records";
import { codeOf } from "@/shared/code-of";

/** Longer than any try takes: a mail is broken off after 60 s, a hook after 30 s. */
const LEASE_MS = 120_000;

type Settled = Pick<NoticeDeliveryRecord, "status" | "attempts" | "nextAttemptAt" | "errorCode" | "endedAt">;

/**
 * Takes one delivery, if no other process has it, and sends, holds or drops it. Sending is outside any transaction:
 * a crash before it is settled sends again, with the same message id.
 */
export async function deliverOne(ctx: ServiceContext, due: NoticeDeliveryRecord): Promise<void> {
  const now = ctx.clock.now();
  const leaseToken = ctx.random.uuid();
  if (!(await ctx.storage.noticeDeliveries.takeLease(due, leaseToken, new Date(now.getTime() + LEASE_MS)))) {
    return;
  }
  // A lease that lapsed is of a process that died: what it sent may have arrived, so it counts as a try.
  const delivery = { ...due, attempts: due.attempts + (due.leaseToken === null ? 0 : 1) };
  const [notice, channel] = await Promise.all([
    ctx.storage.notices.byId(delivery.noticeId),
    ctx.storage.noticeChannels.byId(delivery.channelId),
  ]);
  if (notice === null || channel === null) {
    return; // removed meanwhile, and the delivery with it
  }
  const verdict = await deliveryVerdict(ctx.storage, delivery, notice, channel, now);
  if (verdict.kind === "send") {
    const outcome = await send(ctx, delivery, notice, channel);
    await settle(ctx, delivery, leaseToken, channel, outcome);
    return;
  }
  const { attempts, errorCode } = delivery;
  await ctx.storage.noticeDeliveries.settle(delivery.id, leaseToken, {
    attempts,
    errorCode,
    ...(verdict.kind === "hold"
      ? { status: "pending", nextAttemptAt: verdict.until, endedAt: null }
      : { status: "dropped", nextAttemptAt: delivery.nextAttemptAt, endedAt: now }),
  });
}

async function send(
  ctx: ServiceContext,
  delivery: NoticeDeliveryRecord,
  notice: NoticeRecord,
  channel: NoticeChannelRecord,
): Promise<SendOutcome> {
  try {
    const { target, signingSecret } = await openChannel(ctx, ctx.storage, channel);
    const message = outgoingMessage(ctx, delivery.id, notice, channel, ctx.clock.now());
    return await ctx.sender.send(target, signingSecret, message);
  } catch (error) {
    // One channel that can't be read must not hold up the others.
    const code = codeOf(error);
    ctx.log.error({ err: error, code, channelId: channel.id }, "Notice could not be prepared");
    return { kind: "failed", code, retryAfterSeconds: null };
  }
}

/** What becomes of the delivery. Pure but for chance. */
function settledBy(
  ctx: Pick<ServiceContext, "random">,
  delivery: NoticeDeliveryRecord,
  outcome: SendOutcome,
  now: Date,
): Settled {
  const attempts = delivery.attempts + 1;
  const { nextAttemptAt } = delivery;
  if (outcome.kind === "delivered") {
    return { status: "delivered", attempts, nextAttemptAt, errorCode: null, endedAt: now };
  }
  const errorCode = outcome.code;
  if (outcome.kind === "refused" || attempts >= MAX_TRIES) {
    return { status: "dead", attempts, nextAttemptAt, errorCode, endedAt: now };
  }
  const chance = ctx.random.bytes(1).readUInt8(0) / 255;
  const waitMs = waitAfterTry(attempts, outcome.retryAfterSeconds, chance);
  return {
    status: "pending",
    attempts,
    nextAttemptAt: new Date(now.getTime() + waitMs),
    errorCode,
    endedAt: null,
  };
}

async function settle(
  ctx: ServiceContext,
  delivery: NoticeDeliveryRecord,
  leaseToken: string,
  channel: NoticeChannelRecord,
  outcome: SendOutcome,
): Promise<void> {
  const now = ctx.clock.now();
  const settled = settledBy(ctx, delivery, outcome, now);
  await ctx.storage.transaction(async (tx) => {
    if (!(await tx.noticeDeliveries.settle(delivery.id, leaseToken, settled))) {
      return; // the lease lapsed: another process settles it
    }
    await tx.noticeChannels.update(channel.id, {
      lastErrorCode: settled.errorCode,
      ...(settled.status === "delivered" ? { lastDeliveredAt: now } : { lastFailedAt: now }),
    });
    if (settled.status === "dead") {
      await recordEvent(ctx, tx, {
        ...(await eventOwner(ctx, tx, channel.ownerId)),
        type: "NOTICE_UNDELIVERED",
        outcome: "failure",
        targetId: channel.id,
        details: {
          kind: channel.kind,
          label: channel.label,
          noticeId: delivery.noticeId,
          tries: settled.attempts,
          code: settled.errorCode,
        },
      });
    }
  });
}
