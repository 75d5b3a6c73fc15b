import type { LoginStep } from "@/server/brokers/broker";
import { recordEvent } from "@/server/services/audit/record-event";
import { SessionManager } from "@/server/services/broker-sessions/session-manager";
import { eventOwner } from "@/server/services/connections/event-owner";
import type { LoginMemo } from "@/server/services/connections/login-memo";
import { maskAccountNumber } from "@/server/services/connections/mask";
import { moveConnection } from "@/server/services/connections/move-connection";
import { NO_FAILURES } from "@/server/services/connections/retry-schedule";
import { lacksSecondFactor } from "@/server/services/connections/second-factor";
import { settleFailed } from "@/server/services/connections/settle-failed";
import type { Settled } from "@/server/services/connections/settled";
import {
  outsideRefs,
  type PutCredential,
  putOutside,
  removeOutside,
  writeRows,
} from "@/server/services/connections/stored-credential";
import { recordFlight } from "@/server/services/flight-recorder/record-flight";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord, LoginAttemptRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import { codeOf } from "@/shared/code-of";
import type { ErrorCode } from "@/shared/error-codes";

type ConnectedStep = Extract<LoginStep, { kind: "connected" }>;

/** What the broker let in, and we do not: nothing of it counts against the login there. */
const REFUSED = {
  retryAfterSeconds: undefined,
  countsAgainstLogin: false,
  safeToRepeat: false,
  status: undefined,
  step: "identity",
} as const;

/**
 * Writes a finished login: session, kept credentials, state and events, all or nothing. A login that turns out to
 * belong to another account than the connection had before is refused, and so is one without the second factor that
 * the settings ask for.
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
    const refused = await settleFailed(ctx, attempt, { ...REFUSED, code: "AUTH_ACCOUNT_MISMATCH" });
    return refused === "written" ? "other_account" : refused;
  }
  if (lacksSecondFactor(ctx, connection, step.challenged)) {
    const refused = await settleFailed(ctx, attempt, { ...REFUSED, code: "AUTH_MFA_REQUIRED" });
    return refused === "written" ? "no_second_factor" : refused;
  }
  const { put, errorCode } = await putKept(ctx, connection, memo);
  const over = outsideRefs(connection, put);
  try {
    return await ctx.storage.transaction(async (tx) => {
      const settled = await write(ctx, tx, attempt, memo, step, connection, fingerprint);
      if (settled === "written") {
        over.push(...(await writeRows(ctx, tx, connection, put)));
        await recordKept(ctx, tx, attempt, memo, errorCode);
      }
      return settled;
    });
  } finally {
    await removeOutside(ctx, over);
  }
}

/** A login that succeeded is not lost because its credentials can't be kept: the event says why they were not. */
async function putKept(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  memo: LoginMemo,
): Promise<{ put: PutCredential[]; errorCode: ErrorCode | null }> {
  try {
    return { put: await putOutside(ctx, connection, memo.keep), errorCode: null };
  } catch (error) {
    const code = codeOf(error);
    if (code !== "STORAGE_BACKEND_UNAVAILABLE") {
      throw error;
    }
    ctx.log.warn({ err: error, connectionId: connection.id }, "credentials could not be kept");
    return { put: [], errorCode: code };
  }
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
      ...(step.challenged && { secondFactorAt: now }),
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
}

async function recordKept(
  ctx: ServiceContext,
  tx: StorageTx,
  attempt: LoginAttemptRecord,
  memo: LoginMemo,
  code: ErrorCode | null,
): Promise<void> {
  const fields = Object.keys(memo.keep);
  if (fields.length === 0) {
    return;
  }
  await recordEvent(ctx, tx, {
    ...(await eventOwner(ctx, tx, attempt.ownerId)),
    type: "CREDENTIALS_STORED",
    outcome: code === null ? "success" : "failure",
    targetId: attempt.connectionId,
    details: { fields, backend: ctx.credentialBackends.current().name, code },
  });
}
