import type { LoginStep } from "@/server/brokers/broker";
import { recordEvent } from "@/server/services/audit/record-event";
import { SessionManager } from "@/server/services/broker-sessions/session-manager";
import { eventOwner } from "@/server/services/connections/event-owner";
import type { LoginMemo } from "@/server/services/connections/login-memo";
import { maskAccountNumber } from "@/server/services/connections/mask";
import { moveConnection } from "@/server/services/connections/move-connection";
import { NO_FAILURES } from "@/server/services/connections/retry-schedule";
import { settleFailed } from "@/server/services/connections/settle-failed";
import type { Settled } from "@/server/services/connections/settled";
import { storeCredential } from "@/server/services/connections/stored-credential";
import { recordFlight } from "@/server/services/flight-recorder/record-flight";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord, LoginAttemptRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";

type ConnectedStep = Extract<LoginStep, { kind: "connected" }>;

/**
 * Writes a finished login: session, kept credentials, state and events, all or nothing. A login that turns out to
 * belong to another account than the connection had before is refused.
 */
export async function settleConnected(
  ctx: ServiceContext,
  attempt: LoginAttemptRecord,
  memo: LoginMemo,
  step: ConnectedStep,
): Promise<Settled> {
  const connection = await ctx.storage.connections.byId(attempt.connectionId);
  if (connection === null) {
    return "superseded";
  }
  const fingerprint = ctx.cipher.fingerprint("account", `${connection.broker}:${step.identity.userId}`);
  if (connection.accountFingerprint !== null && connection.accountFingerprint !== fingerprint) {
    const refused = await settleFailed(ctx, attempt, {
      code: "AUTH_ACCOUNT_MISMATCH",
      retryAfterSeconds: undefined,
      countsAgainstLogin: false,
      safeToRepeat: false,
      status: undefined,
      step: "identity",
    });
    return refused === "written" ? "other_account" : refused;
  }
  return ctx.storage.transaction((tx) => write(ctx, tx, attempt, memo, step, connection, fingerprint));
}

async function write(
  ctx: ServiceContext,
  tx: StorageTx,
  attempt: LoginAttemptRecord,
  memo: LoginMemo,
  step: ConnectedStep,
  connection: ConnectionRecord,
  accountFingerprint: string,
): Promise<Settled> {
  const now = ctx.clock.now();
  const ended = await tx.loginAttempts.update(attempt.id, attempt.version, {
    outcome: "succeeded",
    step: "finishing",
    endedAt: now,
    stateCiphertext: null,
    pollAt: null,
    leaseToken: null,
    leaseUntil: null,
  });
  if (!ended) {
    return "superseded";
  }
  const sessionId = await SessionManager.createSession(ctx, tx, connection, step.session);
  for (const [name, value] of Object.entries(memo.keep)) {
    await storeCredential(ctx, tx, connection, name, value);
  }
  await tx.loginGuards.remove(attempt.guardKey);
  await moveConnection(
    ctx,
    tx,
    connection,
    { type: "login_succeeded" },
    {
      accounts: step.identity.accounts.map((account) => ({
        maskedNumber: maskAccountNumber(account.number),
        kind: account.kind,
      })),
      accountFingerprint,
      loginName: memo.loginName,
      revokedAtBroker: null,
      lastConnectedAt: now,
      ...NO_FAILURES,
      // A login of the person's own leaves the keeper a try; one of the keeper's was that try.
      ...(isAutomatic(connection, attempt) ? {} : { autoLoginAt: null }),
    },
  );
  await recordFlight(ctx, tx, connection.id, "login_ended", {
    loginId: attempt.id,
    outcome: "succeeded",
    challenged: step.challenged,
    expiresAt: step.session.expiresAt.toISOString(),
  });
  await recordLogin(ctx, tx, attempt, memo, step, sessionId);
  return "written";
}

function isAutomatic({ autoLoginAt }: ConnectionRecord, { startedAt }: LoginAttemptRecord): boolean {
  return autoLoginAt?.getTime() === startedAt.getTime();
}

async function recordLogin(
  ctx: ServiceContext,
  tx: StorageTx,
  attempt: LoginAttemptRecord,
  memo: LoginMemo,
  step: ConnectedStep,
  sessionId: string,
): Promise<void> {
  const owner = await eventOwner(ctx, tx, attempt.ownerId);
  const viaDevice = memo.deviceKnown && !step.challenged;
  await recordEvent(ctx, tx, {
    ...owner,
    type: viaDevice ? "LOGIN_VIA_DEVICE_TOKEN" : "LOGIN",
    outcome: "success",
    targetId: attempt.connectionId,
    sessionId,
    details: {
      challenged: step.challenged,
      accounts: step.identity.accounts.length,
      expiresAt: step.session.expiresAt.toISOString(),
      loginId: attempt.id,
    },
  });
  const kept = Object.keys(memo.keep);
  if (kept.length > 0) {
    await recordEvent(ctx, tx, {
      ...owner,
      type: "CREDENTIALS_STORED",
      outcome: "success",
      targetId: attempt.connectionId,
      details: { fields: kept },
    });
  }
}
