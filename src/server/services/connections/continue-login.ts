import type { LoginEvent } from "@/server/brokers/broker";
import { recordEvent } from "@/server/services/audit/record-event";
import { eventOwner } from "@/server/services/connections/event-owner";
import { brokerOf, talksToItsHosts } from "@/server/services/connections/load-connection";
import { newLoginLease } from "@/server/services/connections/login-lease";
import { openWaitingLogin } from "@/server/services/connections/login-memo";
import { moveConnection } from "@/server/services/connections/move-connection";
import { runLoginStep } from "@/server/services/connections/run-login-step";
import type { ServiceContext } from "@/server/services/service-context";
import { brokerCalls } from "@/server/services/upstream/broker-calls";
import type { ConnectionRecord, LoginAttemptRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";
import { disposeAll } from "@/shared/secret";

/** A poll may hold the attempt for a moment; an answer waits for it. */
const LEASE_TRIES = 40;
const LEASE_RETRY_MS = 250;

/** The waiting login of a connection. Throws API_CONFLICT when there is none or another has begun since. */
export async function loadWaitingLogin(
  storage: StorageTx,
  connection: ConnectionRecord,
  loginId: string,
): Promise<LoginAttemptRecord> {
  const attempt = await storage.loginAttempts.openOf(connection.id);
  if (attempt === null || attempt.id !== loginId) {
    throw new AppError("API_CONFLICT", "This sign-in has ended; start a new one");
  }
  return attempt;
}

/**
 * Takes the next step of a waiting login: alone (by lease), with the broker's state as stored, and with the
 * outcome written by `runLoginStep`. Throws API_CONFLICT when the login ended or somebody else is at it, and
 * CONN_OTHER_HOSTS when it was begun at other hosts than the broker has now.
 */
export async function continueLogin(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  loginId: string,
  event: LoginEvent,
): Promise<void> {
  const broker = brokerOf(ctx, connection.broker);
  if (!talksToItsHosts(connection, broker)) {
    throw new AppError("CONN_OTHER_HOSTS");
  }
  const attempt = await takeAttempt(ctx, connection, loginId, event.kind === "poll" ? 1 : LEASE_TRIES);
  const stored = attempt.stateCiphertext;
  if (stored === null) {
    throw new AppError("API_CONFLICT", "This sign-in does not wait for an answer yet");
  }
  const waiting = await openWaitingLogin(ctx, attempt, stored);
  try {
    const going = event.kind === "poll" ? attempt : await markAnswered(ctx, connection, attempt, event);
    const calls = brokerCalls(ctx, connection, "login");
    await runLoginStep(ctx, connection, going, waiting.memo, () =>
      calls.continueLogin(waiting.broker, event),
    );
  } finally {
    disposeAll(waiting.memo.keep);
  }
}

async function takeAttempt(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  loginId: string,
  tries: number,
): Promise<LoginAttemptRecord> {
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    const waiting = await loadWaitingLogin(ctx.storage, connection, loginId);
    const now = ctx.clock.now();
    // A lease that lapsed is of a process that died in the middle of a step, which may have sent the credentials.
    if (waiting.leaseUntil !== null && waiting.leaseUntil <= now) {
      throw new AppError("API_CONFLICT", "This sign-in was interrupted; start a new one");
    }
    const lease = newLoginLease(ctx, now);
    if (await ctx.storage.loginAttempts.takeLease(loginId, lease.leaseToken, now, lease.leaseUntil)) {
      // Read again: the last holder may have moved it just before the lease was free.
      return { ...(await loadWaitingLogin(ctx.storage, connection, loginId)), ...lease };
    }
    if (attempt < tries) {
      await ctx.clock.sleep(LEASE_RETRY_MS);
    }
  }
  throw new AppError("API_CONFLICT", "The sign-in is being checked; try again in a moment");
}

async function markAnswered(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  attempt: LoginAttemptRecord,
  event: Exclude<LoginEvent, { kind: "poll" }>,
): Promise<LoginAttemptRecord> {
  const marked = await ctx.storage.transaction(async (tx) => {
    const changes = { step: "checking_answer", pollAt: null } as const;
    if (!(await tx.loginAttempts.update(attempt.id, attempt.version, changes))) {
      throw new AppError("API_CONFLICT", "This sign-in has ended; start a new one");
    }
    const current = (await tx.connections.byId(connection.id)) ?? connection;
    await moveConnection(ctx, tx, current, { type: "answer_sent" });
    await recordEvent(ctx, tx, {
      ...(await eventOwner(ctx, tx, attempt.ownerId)),
      type: event.kind === "switch" ? "CHALLENGE_SWITCHED" : "CHALLENGE_ANSWERED",
      outcome: "success",
      targetId: connection.id,
      details: {
        challenge: attempt.challenge?.kind ?? null,
        to: event.kind === "switch" ? event.to : null,
        loginId: attempt.id,
      },
    });
    return { ...attempt, ...changes, version: attempt.version + 1 };
  });
  ctx.feed.changed(connection.ownerId);
  return marked;
}
