import { recordEvent } from "@/server/services/audit/record-event";
import { isPaused, noteTrouble } from "@/server/services/broker-sessions/note-trouble";
import { recordAttempt, type SessionAttempt } from "@/server/services/broker-sessions/record-attempt";
import { renewSession } from "@/server/services/broker-sessions/refresh-session";
import { isValid } from "@/server/services/broker-sessions/session-state";
import { callWithSession } from "@/server/services/broker-sessions/with-broker-session";
import { eventOwner } from "@/server/services/connections/event-owner";
import { recordFlight } from "@/server/services/flight-recorder/record-flight";
import type { ServiceContext } from "@/server/services/service-context";
import { writeAgainOnConflict } from "@/server/services/write-again";
import type { BrokerSessionRecord, ConnectionRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";

/**
 * Takes up a session after a start: asks the broker whether it is good. Where a process died in an exchange, the
 * old refresh token is tried once instead; where the token ran out meanwhile, it is renewed. Does nothing for a
 * connection that is not connected, and never throws for what the broker or the session is like: the connection's
 * health and the list of attempts tell. What stood in the way is returned, null where nothing did.
 */
export async function restoreSession(
  ctx: ServiceContext,
  connection: ConnectionRecord,
): Promise<AppError | null> {
  const session = await ctx.storage.brokerSessions.byConnection(connection.id);
  if (session === null || session.status === "invalid" || connection.status !== "connected") {
    return null;
  }
  const attempt: SessionAttempt = { kind: "restore", trigger: "keeper", startedAt: ctx.clock.now() };
  const renews = session.exchangePendingAt !== null || !isValid(session, attempt.startedAt);
  let failure: AppError | null = null;
  try {
    if (renews) {
      await renewSession(ctx, connection, session, attempt);
    } else {
      await callWithSession(ctx, connection, session, (calls, secrets) => calls.probe(secrets));
    }
  } catch (error) {
    if (!(error instanceof AppError)) {
      throw error;
    }
    failure = error;
  }
  await writeOutcome(ctx, session, renews ? null : attempt, failure);
  return failure;
}

/** `attempt` is null where the renewal has written it already. */
async function writeOutcome(
  ctx: ServiceContext,
  session: BrokerSessionRecord,
  attempt: SessionAttempt | null,
  failure: AppError | null,
): Promise<void> {
  const { connectionId } = session;
  await writeAgainOnConflict(() =>
    ctx.storage.transaction(async (tx) => {
      const current = await tx.connections.byId(connectionId);
      if (current === null) {
        return;
      }
      if (attempt !== null) {
        const ended = failure === null ? null : { error: failure, code: failure.code };
        await recordAttempt(ctx, tx, connectionId, attempt, ended);
      }
      // The keeper comes again after the pause; a renewal has planned it already.
      if (failure !== null && current.health === "degraded" && !isPaused(current, ctx.clock.now())) {
        await noteTrouble(ctx, tx, session, failure);
      }
      await recordFlight(ctx, tx, connectionId, "restore_ended", {
        outcome: failure === null ? "succeeded" : "failed",
        code: failure?.code ?? null,
      });
      if (failure === null) {
        await recordEvent(ctx, tx, {
          ...(await eventOwner(ctx, tx, session.ownerId)),
          type: "SESSION_RESTORED",
          outcome: "success",
          targetId: session.id,
          sessionId: session.id,
          details: { connectionId },
        });
      }
    }),
  );
}
