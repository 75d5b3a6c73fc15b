import { BrokerError } from "@/server/brokers/broker-error";
import { recordEvent } from "@/server/services/audit/record-event";
import type { ServiceContext } from "@/server/services/service-context";
import type { SessionAttemptRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import type { ErrorCode } from "@/shared/error-codes";

/** Who wanted the session to be kept: the keeper, a call that met a refused token, or the person. */
export type SessionTrigger = SessionAttemptRecord["trigger"];

/** One try to keep a session, as its connection's list of attempts shows it. */
export interface SessionAttempt {
  /** Where it is known before the attempt is written: by it is told whether it was. */
  readonly id?: string;
  readonly kind: SessionAttemptRecord["kind"];
  readonly trigger: SessionTrigger;
  readonly startedAt: Date;
}

/**
 * Writes an attempt with how it ended: null is success, otherwise what was thrown (and the code that is told). A try
 * by hand is an act of the person's and gets its audit event with it.
 */
export async function recordAttempt(
  ctx: Pick<ServiceContext, "clock" | "random" | "actor" | "request">,
  tx: StorageTx,
  connectionId: string,
  attempt: SessionAttempt,
  failure: { readonly error: unknown; readonly code: ErrorCode } | null,
): Promise<void> {
  await tx.sessionAttempts.create({
    id: attempt.id ?? ctx.random.uuid(),
    connectionId,
    kind: attempt.kind,
    trigger: attempt.trigger,
    startedAt: attempt.startedAt,
    endedAt: ctx.clock.now(),
    outcome: failure === null ? "succeeded" : "failed",
    step: failure?.error instanceof BrokerError ? failure.error.step : null,
    errorCode: failure?.code ?? null,
  });
  if (attempt.kind === "retry") {
    await recordRetry(ctx, tx, connectionId, failure?.code ?? null);
  }
}

/** The event of a try by hand; null is success. */
export async function recordRetry(
  ctx: Pick<ServiceContext, "clock" | "random" | "actor" | "request">,
  tx: StorageTx,
  connectionId: string,
  code: ErrorCode | null,
): Promise<void> {
  const connection = await tx.connections.byId(connectionId);
  await recordEvent(ctx, tx, {
    type: "SESSION_RETRIED",
    outcome: code === null ? "success" : "failure",
    targetId: connectionId,
    details: { broker: connection?.broker ?? null, code },
  });
}
