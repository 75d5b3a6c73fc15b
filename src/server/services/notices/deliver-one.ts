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
export const DELIVERY_LEASE_MS = 120_000;

type Settled = Pick<NoticeDeliveryRecord, "status" | "attempts" | "nextAttemptAt" | "errorCode" | "endedAt">;

/**
 * Takes one delivery, if no other process has it, and sends, holds or drops it. Sending is outside any transaction:
 * a crash before it is settled sends again, with the same message id. A try counts from before it is sent, so that
 * one that ends the process each time is given up like any other.
 */
export async function deliverOne(ctx: ServiceContext, due: NoticeDeliveryRecord): Promise<void> {
  const now = ctx.clock.now();
  const leaseToken = ctx.random.uuid();
  if (
    !(await ctx.storage.noticeDeliveries.takeLease(
      due,
      leaseToken,
      new Date(now.getTime() + DELIVERY_LEASE_MS),
    ))
  ) {
    return;
  }
  const [notice, channel] = await Promise.all([
    ctx.storage.notices.byId(due.noticeId),
    ctx.storage.noticeChannels.byId(due.channelId),
  ]);
  if (notice === null || channel === null) {
    return; // removed meanwhile, and the delivery with it
  }
  const verdict = await deliveryVerdict(ctx.storage, due, notice, channel, now);
  if (verdict.kind === "send") {
    await tryOnce(ctx, due, leaseToken, notice, channel);
    return;
  }
  const { attempts, errorCode } = due;
  await ctx.storage.noticeDeliveries.settle(due.id, leaseToken, {
    attempts,
    errorCode,
    ...(verdict.kind === "hold"
      ? { status: "pending", nextAttemptAt: verdict.until, endedAt: null }
      : { status: "dropped", nextAttemptAt: due.nextAttemptAt, endedAt: now }),
  });
}

async function tryOnce(
  ctx: ServiceContext,
  due: NoticeDeliveryRecord,
  leaseToken: string,
  notice: NoticeRecord,
  channel: NoticeChannelRecord,
): Promise<void> {
  if (due.attempts >= MAX_TRIES) {
    // The last try never ended: the process died of it, or with it.
    const code = due.errorCode ?? "NOTICE_UNDELIVERED";
    await settle(ctx, due, leaseToken, channel, { kind: "refused", code });
    return;
  }
  const attempts = due.attempts + 1;
  const nextAttemptAt = nextTry(ctx, attempts, null);
  if (await ctx.storage.noticeDeliveries.countTry(due.id, leaseToken, { attempts, nextAttemptAt })) {
    const delivery = { ...due, attempts };
    await settle(ctx, delivery, leaseToken, channel, await send(ctx, delivery, notice, channel));
  }
}

function nextTry(
  ctx: Pick<ServiceContext, "clock" | "random">,
  attempts: number,
  retryAfterSeconds: number | null,
): Date {
  const chance = ctx.random.bytes(1).readUInt8(0) / 255;
  return new Date(ctx.clock.now().getTime() + waitAfterTry(attempts, retryAfterSeconds, chance));
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
  ctx: Pick<ServiceContext, "clock" | "random">,
  delivery: NoticeDeliveryRecord,
  outcome: SendOutcome,
  now: Date,
): Settled {
  const { attempts, nextAttemptAt } = delivery;
  if (outcome.kind === "delivered") {
    return { status: "delivered", attempts, nextAttemptAt, errorCode: null, endedAt: now };
  }
  const errorCode = outcome.code;
  if (outcome.kind === "refused" || attempts >= MAX_TRIES) {
    return { status: "dead", attempts, nextAttemptAt, errorCode, endedAt: now };
  }
  const again = nextTry(ctx, attempts, outcome.retryAfterSeconds);
  return { status: "pending", attempts, nextAttemptAt: again, errorCode, endedAt: null };
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
