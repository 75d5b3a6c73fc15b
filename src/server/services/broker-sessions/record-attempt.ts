import { BrokerError } from "@/server/brokers/broker-error";
import type { ServiceContext } from "@/server/services/service-context";
import type { SessionAttemptRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import type { ErrorCode } from "@/shared/error-codes";

/** Who wanted the session to be kept: the keeper, a call that met a refused token, or the person. */
export type SessionTrigger = SessionAttemptRecord["trigger"];

/** One try to keep a session, as its connection's list of attempts shows it. */
export interface SessionAttempt {
  readonly kind: SessionAttemptRecord["kind"];
  readonly trigger: SessionTrigger;
  readonly startedAt: Date;
}

/** Writes an attempt with how it ended: null is success, otherwise what was thrown (and the code that is told). */
export async function recordAttempt(
  ctx: Pick<ServiceContext, "clock" | "random">,
  tx: StorageTx,
  connectionId: string,
  attempt: SessionAttempt,
  failure: { readonly error: unknown; readonly code: ErrorCode } | null,
): Promise<void> {
  await tx.sessionAttempts.create({
    id: ctx.random.uuid(),
    connectionId,
    kind: attempt.kind,
    trigger: attempt.trigger,
    startedAt: attempt.startedAt,
    endedAt: ctx.clock.now(),
    outcome: failure === null ? "succeeded" : "failed",
    step: failure?.error instanceof BrokerError ? failure.error.step : null,
    errorCode: failure?.code ?? null,
  });
}
