import type { BrokerError } from "@/server/brokers/broker-error";
import { recordEvent } from "@/server/services/audit/record-event";
import { eventOwner } from "@/server/services/connections/event-owner";
import { fallBackToSession } from "@/server/services/connections/fall-back-to-session";
import { guardAfterFailure } from "@/server/services/connections/login-guard";
import { moveConnection } from "@/server/services/connections/move-connection";
import type { Settled } from "@/server/services/connections/settled";
import { recordFlight } from "@/server/services/flight-recorder/record-flight";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord, LoginAttemptRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import type { AuditEventType } from "@/shared/audit-events";
import type { ErrorCode } from "@/shared/error-codes";

/** Wait after a call that may be repeated, when the broker does not say how long. */
const TROUBLE_WAIT_SECONDS = 10;

const EVENT_OF_CODE: Partial<Record<ErrorCode, AuditEventType>> = {
  AUTH_INVALID_CREDENTIALS: "LOGIN_INVALID_CREDENTIALS",
  AUTH_CODE_REJECTED: "CHALLENGE_FAILED",
  AUTH_CHALLENGE_DENIED: "CHALLENGE_FAILED",
  AUTH_CHALLENGE_EXPIRED: "CHALLENGE_FAILED",
};

type LoginFailure = Pick<
  BrokerError,
  "code" | "retryAfterSeconds" | "countsAgainstLogin" | "safeToRepeat" | "status" | "step"
>;

/**
 * Writes that a call of a login failed. A failed question ('was it approved yet?') may be asked again: the login
 * goes on waiting. Anything else ends the attempt; what counts against the login moves the guard.
 */
export async function settleFailed(
  ctx: ServiceContext,
  attempt: LoginAttemptRecord,
  error: LoginFailure,
): Promise<Settled> {
  return ctx.storage.transaction(async (tx): Promise<Settled> => {
    const connection = await tx.connections.byId(attempt.connectionId);
    if (connection === null) {
      return "superseded";
    }
    return error.safeToRepeat && attempt.challenge !== null
      ? keepWaiting(ctx, tx, attempt, connection, error)
      : endAttempt(ctx, tx, attempt, connection, error);
  });
}

async function keepWaiting(
  ctx: ServiceContext,
  tx: StorageTx,
  attempt: LoginAttemptRecord,
  connection: ConnectionRecord,
  error: LoginFailure,
): Promise<Settled> {
  const waitMs = (error.retryAfterSeconds ?? TROUBLE_WAIT_SECONDS) * 1000;
  const written = await tx.loginAttempts.update(attempt.id, attempt.version, {
    step: "waiting_for_person",
    pollAt: isPolled(attempt) ? new Date(ctx.clock.now().getTime() + waitMs) : null,
    leaseToken: null,
    leaseUntil: null,
  });
  if (!written || attempt.challenge === null) {
    return "superseded";
  }
  await moveConnection(ctx, tx, connection, {
    type: "challenge_trouble",
    challenge: attempt.challenge.kind,
    code: error.code,
  });
  await recordFlight(ctx, tx, connection.id, "login_step", {
    loginId: attempt.id,
    challenge: attempt.challenge.kind,
    code: error.code,
    waitMs,
  });
  return "written";
}

/** A prompt is asked about whatever the call was: one that failed to get a text instead leaves it open. */
function isPolled({ pollAt, challenge }: LoginAttemptRecord): boolean {
  return pollAt !== null || challenge?.kind === "prompt";
}

async function endAttempt(
  ctx: ServiceContext,
  tx: StorageTx,
  attempt: LoginAttemptRecord,
  connection: ConnectionRecord,
  error: LoginFailure,
): Promise<Settled> {
  const now = ctx.clock.now();
  const outcome = error.code === "AUTH_CHALLENGE_EXPIRED" ? "timed_out" : "failed";
  const written = await tx.loginAttempts.update(attempt.id, attempt.version, {
    outcome,
    errorCode: error.code,
    endedAt: now,
    stateCiphertext: null,
    pollAt: null,
    leaseToken: null,
    leaseUntil: null,
  });
  if (!written) {
    return "superseded";
  }
  const guard = guardAfterFailure(
    await tx.loginGuards.get(attempt.guardKey),
    {
      code: error.code,
      countsAgainstLogin: error.countsAgainstLogin,
      retryAfterSeconds: error.retryAfterSeconds,
    },
    now,
  );
  if (guard !== null) {
    await tx.loginGuards.put({ key: attempt.guardKey, ...guard, updatedAt: now });
  }
  await moveConnection(
    ctx,
    tx,
    connection,
    { type: "login_failed", code: error.code, notBefore: guard?.notBefore ?? null },
    { lastFailureAt: now },
  );
  await recordFlight(ctx, tx, connection.id, "login_ended", {
    loginId: attempt.id,
    outcome,
    code: error.code,
    step: error.step,
    status: error.status ?? null,
  });
  await recordEvent(ctx, tx, {
    ...(await eventOwner(ctx, tx, attempt.ownerId)),
    type: EVENT_OF_CODE[error.code] ?? "LOGIN_FAILED",
    outcome: "failure",
    targetId: attempt.connectionId,
    details: {
      code: error.code,
      step: error.step,
      status: error.status ?? null,
      loginId: attempt.id,
      notBefore: guard?.notBefore.toISOString() ?? null,
    },
  });
  await fallBackToSession(ctx, tx, connection.id);
  return "written";
}
