import type { LoginStep } from "@/server/brokers/broker";
import { BrokerError } from "@/server/brokers/broker-error";
import { holdingLoginLease } from "@/server/services/connections/login-lease";
import type { LoginMemo } from "@/server/services/connections/login-memo";
import { settleConnected } from "@/server/services/connections/settle-connected";
import { settleFailed } from "@/server/services/connections/settle-failed";
import { settleWaiting } from "@/server/services/connections/settle-waiting";
import type { Settled } from "@/server/services/connections/settled";
import { noteFlight } from "@/server/services/flight-recorder/record-flight";
import type { ServiceContext } from "@/server/services/service-context";
import { brokerCalls } from "@/server/services/upstream/broker-calls";
import { writeAgainOnConflict } from "@/server/services/write-again";
import type { ConnectionRecord, LoginAttemptRecord } from "@/server/storage/records";

/**
 * Makes one call of a login, outside any transaction, and writes what came of it in one transaction. When the
 * attempt was cancelled or taken over meanwhile the answer is dropped, and a session that came with it is ended
 * at the broker. Never throws for the broker's refusals: they are the attempt's outcome.
 */
export async function runLoginStep(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  attempt: LoginAttemptRecord,
  memo: LoginMemo,
  call: () => Promise<LoginStep>,
): Promise<void> {
  const startedAt = ctx.clock.now();
  try {
    await takeStep(ctx, connection, attempt, memo, call);
  } finally {
    const tookMs = ctx.clock.now().getTime() - startedAt.getTime();
    ctx.metrics.observe("auth_duration", Math.max(0, tookMs) / 1000, connection.broker);
  }
}

async function takeStep(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  attempt: LoginAttemptRecord,
  memo: LoginMemo,
  call: () => Promise<LoginStep>,
): Promise<void> {
  if (attempt.step === "contacting_broker") {
    await noteFlight(ctx, connection.id, "login_began", { loginId: attempt.id, access: connection.access });
  }
  let step: LoginStep;
  try {
    step = await holdingLoginLease(ctx, attempt, call);
  } catch (error) {
    await writeAgainOnConflict(() => settleFailed(ctx, attempt, asBrokerError(ctx, error)));
    ctx.feed.changed(attempt.ownerId);
    return;
  }
  const answered = step;
  const settled = await writeAgainOnConflict(() =>
    answered.kind === "waiting"
      ? settleWaiting(ctx, attempt, memo, answered)
      : settleConnected(ctx, attempt, memo, answered),
  );
  ctx.feed.changed(attempt.ownerId);
  if (answered.kind === "connected" && settled !== "written") {
    await dropSession(ctx, connection, attempt, answered, settled);
  }
}

/** The connection's row may be gone by now; the session at the broker is not. */
async function dropSession(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  attempt: LoginAttemptRecord,
  step: Extract<LoginStep, { kind: "connected" }>,
  reason: Settled,
): Promise<void> {
  await noteFlight(ctx, connection.id, "login_step", { loginId: attempt.id, dropped: reason });
  try {
    await brokerCalls(ctx, connection, "logout").revoke(step.session);
  } catch (error) {
    ctx.log.warn(
      { connectionId: attempt.connectionId, reason, err: error },
      "a dropped session was not revoked",
    );
  }
}

function asBrokerError(ctx: ServiceContext, error: unknown): BrokerError {
  if (error instanceof BrokerError) {
    return error;
  }
  ctx.log.error({ err: error, requestId: ctx.request.id }, "unexpected error in a broker login");
  return new BrokerError("API_UNEXPECTED", {
    cause: error,
    step: "login",
    safeToRepeat: false,
    countsAgainstLogin: false,
  });
}
