import type { AdoptedSession } from "@/server/brokers/broker";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import { recordEvent } from "@/server/services/audit/record-event";
import { recordAttempt } from "@/server/services/broker-sessions/record-attempt";
import { isUnreadable, openSession } from "@/server/services/broker-sessions/session-cipher";
import { SessionManager } from "@/server/services/broker-sessions/session-manager";
import { DEVICE_TOKEN } from "@/server/services/connections/device-token";
import { brokerOf, hostsOf, loadConnection } from "@/server/services/connections/load-connection";
import { maskAccountNumber } from "@/server/services/connections/mask";
import { moveConnection } from "@/server/services/connections/move-connection";
import { NO_FAILURES } from "@/server/services/connections/retry-schedule";
import { requireFreeSession } from "@/server/services/connections/session-limit";
import { storeCredential } from "@/server/services/connections/stored-credential";
import { recordFlight } from "@/server/services/flight-recorder/record-flight";
import type { ServiceContext } from "@/server/services/service-context";
import { keepDeviceToken } from "@/server/services/session-files/keep-device-token";
import type { FileRefusal } from "@/server/session-file/formats/file-refusal";
import type { ConnectionRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";
import { codeOf } from "@/shared/code-of";
import type { Secret } from "@/shared/secret";

interface Import {
  readonly startedAt: Date;
  readonly format: string;
  /** The one that goes with the tokens; after a failure, what the file said of it. */
  readonly deviceToken: Secret | null;
}

/**
 * Writes a session that was read from a file and found good: session, device identity, state and events, all or
 * nothing. A copy of the session that the connection has leaves that one whole. Throws AUTH_ACCOUNT_MISMATCH for another account than the connection had before, API_CONFLICT while the
 * session before is being renewed or ended, and API_SESSION_LIMIT.
 */
export async function settleImport(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  done: Import & { readonly adopted: AdoptedSession },
): Promise<void> {
  const { session, identity } = done.adopted;
  const accountFingerprint = ctx.cipher.fingerprint("account", `${connection.broker}:${identity.userId}`);
  await ctx.storage.transaction(async (tx) => {
    const current = await loadConnection(tx, connection.ownerId, connection.id);
    if (current.accountFingerprint !== null && current.accountFingerprint !== accountFingerprint) {
      throw new AppError("AUTH_ACCOUNT_MISMATCH");
    }
    await requireRoom(ctx, tx, current);
    const held = await heldSecrets(ctx, tx, current.id);
    const isCopy = held !== null && isCopyOf(session, held);
    const sessionId = await SessionManager.createSession(ctx, tx, current, isCopy ? held : session);
    if (done.deviceToken !== null) {
      await storeCredential(ctx, tx, current, DEVICE_TOKEN, done.deviceToken);
    }
    const accounts = identity.accounts.map(({ number, kind }) => ({
      maskedNumber: maskAccountNumber(number),
      kind,
    }));
    await moveConnection(
      ctx,
      tx,
      current,
      { type: "session_imported" },
      {
        accounts,
        accountFingerprint,
        hosts: hostsOf(brokerOf(ctx, current.broker)),
        revokedAtBroker: null,
        lastConnectedAt: ctx.clock.now(),
        autoLoginAt: null,
        ...NO_FAILURES,
      },
    );
    await recordImport(ctx, tx, current, { ...done, isCopy }, sessionId);
  });
}

/** The secrets of the session that the connection has; null where there is none, or it can't be read any more. */
async function heldSecrets(
  ctx: ServiceContext,
  tx: StorageTx,
  connectionId: string,
): Promise<BrokerSessionSecrets | null> {
  const held = await tx.brokerSessions.byConnection(connectionId);
  try {
    return held && (await openSession(ctx, tx, held));
  } catch (error) {
    if (isUnreadable(error)) {
      return null;
    }
    throw error;
  }
}

/** A file that was exported here comes back: it says less than what is held, which may be renewed. */
function isCopyOf({ accessToken }: BrokerSessionSecrets, held: BrokerSessionSecrets): boolean {
  return [held.accessToken, held.readOnlyToken].some((token) => token?.reveal() === accessToken.reveal());
}

/**
 * Makes sure that a session may be put in place now. New tokens that are on their way would belong to nobody, and a
 * session that its person ends stays ended: API_CONFLICT. Also throws API_SESSION_LIMIT.
 */
export async function requireRoom(
  ctx: ServiceContext,
  tx: StorageTx,
  connection: ConnectionRecord,
): Promise<void> {
  await requireFreeSession(ctx, tx, connection);
  const held = await tx.brokerSessions.byConnection(connection.id);
  const leasedUntil = held?.leaseUntil ?? null;
  if (held?.status === "invalid" || (leasedUntil !== null && leasedUntil > ctx.clock.now())) {
    throw new AppError("API_CONFLICT", "The session before is being renewed or ended; try again in a moment");
  }
}

async function recordImport(
  ctx: ServiceContext,
  tx: StorageTx,
  connection: ConnectionRecord,
  {
    startedAt,
    format,
    adopted,
    isCopy,
  }: Import & { readonly adopted: AdoptedSession; readonly isCopy: boolean },
  sessionId: string,
): Promise<void> {
  const { id, broker } = connection;
  await recordAttempt(ctx, tx, id, { kind: "restore", trigger: "person", startedAt }, null);
  await recordFlight(ctx, tx, id, "restore_ended", { outcome: "succeeded", code: null });
  await recordEvent(ctx, tx, {
    type: "SESSION_IMPORTED",
    outcome: "success",
    targetId: id,
    sessionId,
    details: {
      broker,
      format,
      accounts: adopted.identity.accounts.length,
      expiresAt: adopted.session.expiresAt.toISOString(),
      withRefreshToken: adopted.session.refreshToken !== null,
      copyOfOwn: isCopy,
    },
  });
  await recordEvent(ctx, tx, {
    type: "SESSION_RESTORED",
    outcome: "success",
    targetId: sessionId,
    sessionId,
    details: { connectionId: id },
  });
}

/** Writes that a file brought no session; `reason` where it could not be read. A device token is kept if none is held. */
export async function settleRefusedImport(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  failed: Import & { readonly reason: FileRefusal | null; readonly error: unknown },
): Promise<void> {
  const { startedAt, format, reason, error } = failed;
  const code = codeOf(error);
  await ctx.storage.transaction(async (tx) => {
    if ((await tx.connections.byId(connection.id)) === null) {
      return;
    }
    const deviceTokenKept = await keepDeviceToken(ctx, tx, connection, failed.deviceToken);
    const attempt = { kind: "restore", trigger: "person", startedAt } as const;
    await recordAttempt(ctx, tx, connection.id, attempt, { error, code });
    await recordFlight(ctx, tx, connection.id, "restore_ended", { outcome: "failed", code });
    await recordEvent(ctx, tx, {
      type: "SESSION_IMPORTED",
      outcome: "failure",
      targetId: connection.id,
      details: { broker: connection.broker, format, code, reason, deviceTokenKept },
    });
  });
}
