import { recordEvent } from "@/server/services/audit/record-event";
import type { ConnectionEvent } from "@/server/services/connections/connection-machine";
import { eventOwner } from "@/server/services/connections/event-owner";
import { fallBackToSession } from "@/server/services/connections/fall-back-to-session";
import { moveConnection } from "@/server/services/connections/move-connection";
import { recordFlight } from "@/server/services/flight-recorder/record-flight";
import type { ServiceContext } from "@/server/services/service-context";
import type { LoginAttemptRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";
import type { AuditEventType } from "@/shared/audit-events";
import type { ErrorCode } from "@/shared/error-codes";

interface LoginEnding {
  readonly outcome: "cancelled" | "timed_out" | "failed";
  readonly errorCode: ErrorCode | null;
  readonly event: ConnectionEvent;
  readonly audit: AuditEventType;
}

const ENDINGS = {
  cancelled: {
    outcome: "cancelled",
    errorCode: null,
    event: { type: "login_cancelled" },
    audit: "LOGIN_CANCELLED",
  },
  deadline: {
    outcome: "timed_out",
    errorCode: "AUTH_CHALLENGE_EXPIRED",
    event: { type: "login_failed", code: "AUTH_CHALLENGE_EXPIRED", notBefore: null },
    audit: "CHALLENGE_FAILED",
  },
  // The process that talked to the broker is gone: the credentials may have been sent, so they are not sent again.
  interrupted: {
    outcome: "failed",
    errorCode: "AUTH_LOGIN_INTERRUPTED",
    event: { type: "login_failed", code: "AUTH_LOGIN_INTERRUPTED", notBefore: null },
    audit: "LOGIN_FAILED",
  },
} as const satisfies Record<string, LoginEnding>;

/**
 * Ends an open login from our side, in the caller's transaction; an answer that is still under way is dropped
 * when it comes. Throws API_CONFLICT when the login moved since it was read.
 */
export async function endLogin(
  ctx: ServiceContext,
  tx: StorageTx,
  attempt: LoginAttemptRecord,
  why: keyof typeof ENDINGS,
): Promise<void> {
  const ending: LoginEnding = ENDINGS[why];
  const written = await tx.loginAttempts.update(attempt.id, attempt.version, {
    outcome: ending.outcome,
    errorCode: ending.errorCode,
    endedAt: ctx.clock.now(),
    stateCiphertext: null,
    pollAt: null,
    leaseToken: null,
    leaseUntil: null,
  });
  const connection = await tx.connections.byId(attempt.connectionId);
  if (!written || connection === null) {
    throw new AppError("API_CONFLICT", "The sign-in moved on in the meantime");
  }
  await moveConnection(ctx, tx, connection, ending.event);
  await recordFlight(ctx, tx, connection.id, "login_ended", {
    loginId: attempt.id,
    outcome: ending.outcome,
    code: ending.errorCode,
  });
  await recordEvent(ctx, tx, {
    ...(await eventOwner(ctx, tx, attempt.ownerId)),
    type: ending.audit,
    outcome: why === "cancelled" ? "success" : "failure",
    targetId: connection.id,
    details: { loginId: attempt.id, code: ending.errorCode, challenge: attempt.challenge?.kind ?? null },
  });
  await fallBackToSession(ctx, tx, connection.id);
}
