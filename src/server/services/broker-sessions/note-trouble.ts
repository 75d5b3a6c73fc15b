import { recordEvent } from "@/server/services/audit/record-event";
import { keepAtAfterPause } from "@/server/services/broker-sessions/session-upkeep";
import { upkeepPolicyOf } from "@/server/services/broker-sessions/upkeep-policy";
import { eventOwner } from "@/server/services/connections/event-owner";
import { moveConnection } from "@/server/services/connections/move-connection";
import { afterFailure } from "@/server/services/connections/retry-schedule";
import type { ServiceContext } from "@/server/services/service-context";
import type { BrokerSessionRecord, ConnectionRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";
import { codeOf } from "@/shared/code-of";
import type { ErrorCode } from "@/shared/error-codes";

/** Nothing was sent, and the broker is well: no failure of a day. */
const OWN_LIMITS: readonly ErrorCode[] = ["API_BUDGET_SPENT", "API_CONFLICT", "CONN_RESTORED_COPY"];
const OWN_LIMIT_SECONDS = 60;

/**
 * Counts a failure in keeping a session, in the transaction that writes the attempt: the connection is degraded and
 * the next attempt planned, or, on the fourth day, given up with the session kept for a try by hand. A connection
 * that had been given up before only tells the newest reason.
 */
export async function noteTrouble(
  ctx: ServiceContext,
  tx: StorageTx,
  session: BrokerSessionRecord,
  error: unknown,
): Promise<void> {
  const connection = await tx.connections.byId(session.connectionId);
  const code = codeOf(error);
  const now = ctx.clock.now();
  if (connection?.status === "error") {
    await tx.connections.update(connection.id, connection.version, {
      errorCode: code,
      lastFailureAt: now,
      updatedAt: now,
    });
  }
  const held = await tx.brokerSessions.byId(session.id);
  if (connection?.status !== "connected" || held?.status === "invalid") {
    return;
  }
  if (OWN_LIMITS.includes(code)) {
    const waitSeconds = (error instanceof AppError && error.retryAfterSeconds) || OWN_LIMIT_SECONDS;
    await tx.brokerSessions.update(session.id, { keepAt: new Date(now.getTime() + waitSeconds * 1000) });
    return;
  }
  const { givenUp, ...count } = afterFailure(connection, {
    now,
    retryAfterSeconds: error instanceof AppError ? error.retryAfterSeconds : undefined,
    chance: ctx.random.bytes(2).readUInt16BE() / 0xffff,
  });
  const type = givenUp ? "session_given_up" : "session_troubled";
  await moveConnection(ctx, tx, connection, { type, code }, count);
  const policy = upkeepPolicyOf(ctx, connection.broker);
  const keepAt = count.nextAttemptAt === null ? null : keepAtAfterPause(session, policy, count.nextAttemptAt);
  await tx.brokerSessions.update(session.id, { keepAt });
  if (givenUp) {
    await recordEvent(ctx, tx, {
      ...(await eventOwner(ctx, tx, session.ownerId)),
      type: "SESSION_GIVEN_UP",
      outcome: "failure",
      targetId: session.id,
      sessionId: session.id,
      details: { connectionId: connection.id, code, failedDays: count.failedDays },
    });
  }
}

/** Whether an attempt lies ahead already. */
export function isPaused({ nextAttemptAt }: Pick<ConnectionRecord, "nextAttemptAt">, now: Date): boolean {
  return nextAttemptAt !== null && nextAttemptAt > now;
}
