import { recordEvent } from "@/server/services/audit/record-event";
import { destroySession, type EndedSession } from "@/server/services/broker-sessions/destroy-session";
import { readConnectionView } from "@/server/services/connections/connection-view";
import { DEVICE_TOKEN } from "@/server/services/connections/device-token";
import { eventOwner } from "@/server/services/connections/event-owner";
import { loadConnection } from "@/server/services/connections/load-connection";
import { moveConnection } from "@/server/services/connections/move-connection";
import { NO_FAILURES } from "@/server/services/connections/retry-schedule";
import {
  type OutsideCredential,
  outsideOf,
  removeOutside,
} from "@/server/services/connections/stored-credential";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";
import type { ConnectionView } from "@/shared/schemas/connection";

/**
 * Ends the session at the broker and deletes it here with all cached data. Where the broker cannot be reached the
 * deletion happens all the same, and the view says so (`revokedAtBroker: false`). The device identity stays. Begun
 * once, it is finished by a keeper where this process can't. Throws API_CONFLICT during a sign-in.
 */
export async function disconnect(
  ctx: ServiceContext,
  input: { connectionId: string; forgetCredentials: boolean },
): Promise<ConnectionView> {
  const actor = permit(ctx, "manage_connections");
  const connection = await loadConnection(ctx.storage, actor.userId, input.connectionId);
  const forgotten: OutsideCredential[] = [];
  const allow = async (tx: StorageTx) => {
    const current = await loadConnection(tx, actor.userId, connection.id);
    if (isSigningIn(current)) {
      throw new AppError("API_CONFLICT", "Cancel the sign-in first");
    }
    if (input.forgetCredentials) {
      forgotten.push(...(await forgetStored(ctx, tx, connection)).outside);
    }
  };
  try {
    await destroySession(ctx, connection, allow, (tx, ended, isFirst) =>
      isFirst ? writeDisconnected(ctx, tx, connection, ended) : Promise.resolve(),
    );
  } finally {
    await removeOutside(ctx, forgotten);
  }
  ctx.feed.changed(actor.userId);
  return readConnectionView(ctx.storage, await loadConnection(ctx.storage, actor.userId, connection.id));
}

/**
 * Ends a session that its person wanted ended, where the process that was at it died. A connection that was to be
 * removed is disconnected by it, and still there to be removed.
 */
export async function finishDisconnect(ctx: ServiceContext, connection: ConnectionRecord): Promise<void> {
  await destroySession(
    ctx,
    connection,
    async () => {},
    (tx, ended, isFirst) => (isFirst ? writeDisconnected(ctx, tx, connection, ended) : Promise.resolve()),
  );
  ctx.feed.changed(connection.ownerId);
}

async function writeDisconnected(
  ctx: ServiceContext,
  tx: StorageTx,
  { id, ownerId, broker }: ConnectionRecord,
  { sessionId, revokedAtBroker, errorCode }: EndedSession,
): Promise<void> {
  const current = await loadConnection(tx, ownerId, id);
  // A login may be under way where the connection was to be removed: it goes on.
  if (!isSigningIn(current)) {
    await moveConnection(ctx, tx, current, { type: "disconnected" }, { ...NO_FAILURES, revokedAtBroker });
  }
  await tx.brokerSessions.removeByConnection(id);
  await tx.cachedReplies.removeOf(id);
  await recordEvent(ctx, tx, {
    ...(await eventOwner(ctx, tx, ownerId)),
    type: revokedAtBroker === false ? "LOGOUT_LOCAL_ONLY" : "LOGOUT",
    outcome: revokedAtBroker === false ? "failure" : "success",
    targetId: id,
    sessionId,
    details: { broker, code: errorCode },
  });
}

function isSigningIn({ status }: ConnectionRecord): boolean {
  return status === "connecting" || status === "challenge";
}

/** What was forgotten: the fields, and the values outside the database that are to be removed after the commit. */
interface Forgotten {
  readonly fields: readonly string[];
  readonly outside: readonly OutsideCredential[];
}

/** Deletes the rows of what the person chose to keep, with the event; not the device identity. */
export async function forgetStored(
  ctx: ServiceContext,
  tx: StorageTx,
  connection: ConnectionRecord,
): Promise<Forgotten> {
  const rows = (await tx.credentials.listOf(connection.id)).filter(({ name }) => name !== DEVICE_TOKEN);
  const fields = rows.map(({ name }) => name);
  if (fields.length === 0) {
    return { fields, outside: [] };
  }
  await tx.credentials.remove(connection.id, fields);
  await recordEvent(ctx, tx, {
    type: "CREDENTIALS_FORGOTTEN",
    outcome: "success",
    targetId: connection.id,
    details: { fields },
  });
  return { fields, outside: outsideOf(ctx.credentialBackends, rows) };
}
