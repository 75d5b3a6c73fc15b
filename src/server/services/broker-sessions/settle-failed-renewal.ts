import { BrokerError } from "@/server/brokers/broker-error";
import { recordEvent } from "@/server/services/audit/record-event";
import { mayHaveLostAnswer } from "@/server/services/broker-sessions/answer-lost";
import { endSessionIn } from "@/server/services/broker-sessions/end-session";
import { noteTrouble } from "@/server/services/broker-sessions/note-trouble";
import { recordAttempt } from "@/server/services/broker-sessions/record-attempt";
import type { Renewal } from "@/server/services/broker-sessions/renewal";
import { isUnreadable } from "@/server/services/broker-sessions/session-cipher";
import { isValid } from "@/server/services/broker-sessions/session-state";
import { keepAtOf } from "@/server/services/broker-sessions/session-upkeep";
import { upkeepPolicyOf } from "@/server/services/broker-sessions/upkeep-policy";
import { eventOwner } from "@/server/services/connections/event-owner";
import { moveConnection } from "@/server/services/connections/move-connection";
import { NO_FAILURES } from "@/server/services/connections/retry-schedule";
import { noteFlight, recordFlight } from "@/server/services/flight-recorder/record-flight";
import type { ServiceContext } from "@/server/services/service-context";
import { writeAgainOnConflict } from "@/server/services/write-again";
import type { StorageTx } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";
import { codeOf } from "@/shared/code-of";
import type { ErrorCode } from "@/shared/error-codes";

/**
 * Writes a renewal that failed, and throws what is to be told of it: the broker's refusal as AUTH_SESSION_EXPIRED or
 * AUTH_REFRESH_ANSWER_LOST, anything else as it came. `lost`, with nothing written, when another process came in
 * between; API_CONFLICT when the session is gone.
 */
export async function settleFailedRenewal(
  ctx: ServiceContext,
  renewal: Renewal,
  error: unknown,
): Promise<"lost"> {
  const { connection, session, attempt } = renewal;
  const told = toldCode(renewal, error);
  const settled = await writeAgainOnConflict(() =>
    ctx.storage.transaction((tx) => write(ctx, tx, renewal, error, told)),
  );
  if (settled !== "written") {
    await noteFlight(ctx, connection.id, "lease_lost", { trigger: attempt.trigger });
    if (settled === "gone") {
      throw new AppError("API_CONFLICT", "The session was ended in the meantime", { cause: error });
    }
    return settled;
  }
  ctx.feed.changed(session.ownerId);
  throw codeOf(error) === told ? error : new AppError(told, undefined, { cause: error });
}

/** A refusal that a lost answer explains is told as such: the token had been spent by the answer that got lost. */
function toldCode({ session }: Renewal, error: unknown): ErrorCode {
  if (!isRefusal(error)) {
    return codeOf(error);
  }
  return session.exchangePendingAt === null ? "AUTH_SESSION_EXPIRED" : "AUTH_REFRESH_ANSWER_LOST";
}

/** The token endpoint's final no. A 403 or 429 is none: it says nothing about the token. */
function isRefusal(error: unknown): boolean {
  const code = codeOf(error);
  const badGrant = code === "AUTH_LOGIN_REFUSED" && error instanceof BrokerError && error.status === 400;
  return code === "AUTH_SESSION_EXPIRED" || badGrant;
}

async function write(
  ctx: ServiceContext,
  tx: StorageTx,
  renewal: Renewal,
  error: unknown,
  told: ErrorCode,
): Promise<"written" | "lost" | "gone"> {
  const { connection, session, leaseToken, attempt } = renewal;
  const refused = isRefusal(error);
  // Only a broker that may have spent the token leaves the marker; an earlier one stays until the broker has spoken.
  const before = refused ? null : session.exchangePendingAt;
  const marker = mayHaveLostAnswer(error) ? ctx.clock.now() : before;
  const held = await tx.brokerSessions.markExchange(session.id, leaseToken, marker);
  const current = await tx.brokerSessions.byId(session.id);
  if (current === null || current.status === "invalid") {
    return "gone";
  }
  if (!held) {
    return "lost";
  }
  await tx.brokerSessions.releaseLease(session.id, leaseToken);
  await recordEvent(ctx, tx, {
    ...(await eventOwner(ctx, tx, session.ownerId)),
    type: "SESSION_REFRESH_FAILED",
    outcome: "failure",
    targetId: session.id,
    sessionId: session.id,
    details: {
      connectionId: connection.id,
      trigger: attempt.trigger,
      code: told,
      status: error instanceof BrokerError ? (error.status ?? null) : null,
      answerLost: session.exchangePendingAt !== null,
    },
  });
  await recordFlight(ctx, tx, connection.id, "refresh_ended", { outcome: "failed", code: told });
  if (refused) {
    await settleRefusal(ctx, tx, renewal, told);
  } else if (isUnreadable(error)) {
    await endSessionIn(ctx, tx, session, told);
  } else {
    await noteTrouble(ctx, tx, session, error);
  }
  await recordAttempt(ctx, tx, connection.id, attempt, { error, code: told });
  return "written";
}

/** Tokens that still are good by time, and that no call was refused with, serve until they end. */
async function settleRefusal(
  ctx: ServiceContext,
  tx: StorageTx,
  { session, attempt }: Renewal,
  told: ErrorCode,
): Promise<void> {
  const current = await tx.connections.byId(session.connectionId);
  const serves = attempt.trigger !== "call" && isValid(session, ctx.clock.now());
  if (!serves || current?.status !== "connected") {
    await endSessionIn(ctx, tx, session, told);
    return;
  }
  const keepAt = keepAtOf({ ...session, refreshable: false }, upkeepPolicyOf(ctx, current.broker));
  await tx.brokerSessions.update(session.id, { refreshable: false, keepAt });
  await moveConnection(ctx, tx, current, { type: "renewal_refused", code: told }, NO_FAILURES);
  await recordEvent(ctx, tx, {
    ...(await eventOwner(ctx, tx, session.ownerId)),
    type: "SESSION_NOT_RENEWABLE",
    outcome: "failure",
    targetId: session.id,
    sessionId: session.id,
    details: { connectionId: current.id, code: told, expiresAt: session.expiresAt.toISOString() },
  });
}
