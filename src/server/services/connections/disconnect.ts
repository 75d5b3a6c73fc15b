import { recordEvent } from "@/server/services/audit/record-event";
import { destroySessionWith } from "@/server/services/broker-sessions/destroy-session";
import { readConnectionView } from "@/server/services/connections/connection-view";
import { DEVICE_TOKEN } from "@/server/services/connections/device-token";
import { loadConnection } from "@/server/services/connections/load-connection";
import { moveConnection } from "@/server/services/connections/move-connection";
import { NO_FAILURES } from "@/server/services/connections/retry-schedule";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";
import type { ConnectionView } from "@/shared/schemas/connection";

/**
 * Ends the session at the broker and deletes it here with all cached data. Where the broker cannot be reached the
 * deletion happens all the same, and the view says so (`revokedAtBroker: false`). The device identity stays.
 */
export async function disconnect(
  ctx: ServiceContext,
  input: { connectionId: string; forgetCredentials: boolean },
): Promise<ConnectionView> {
  const actor = permit(ctx, "manage_connections");
  const connection = await loadConnection(ctx.storage, actor.userId, input.connectionId);
  if (connection.status === "connecting" || connection.status === "challenge") {
    throw new AppError("API_CONFLICT", "Cancel the sign-in first");
  }
  await destroySessionWith(ctx, connection, async (tx, ended) => {
    const current = await loadConnection(tx, actor.userId, connection.id);
    const { revokedAtBroker } = ended;
    await moveConnection(ctx, tx, current, { type: "disconnected" }, { ...NO_FAILURES, revokedAtBroker });
    await tx.brokerSessions.removeByConnection(connection.id);
    await tx.cachedReplies.removeOf(connection.id);
    await recordEvent(ctx, tx, {
      type: revokedAtBroker === false ? "LOGOUT_LOCAL_ONLY" : "LOGOUT",
      outcome: revokedAtBroker === false ? "failure" : "success",
      targetId: connection.id,
      sessionId: ended.sessionId,
      details: { broker: connection.broker, code: ended.errorCode },
    });
    if (input.forgetCredentials) {
      await forgetStored(ctx, tx, connection);
    }
  });
  ctx.feed.changed(actor.userId);
  return readConnectionView(ctx.storage, await loadConnection(ctx.storage, actor.userId, connection.id));
}

/** Deletes what the person chose to keep, with its event; not the device identity. True if there was anything. */
export async function forgetStored(
  ctx: ServiceContext,
  tx: StorageTx,
  connection: ConnectionRecord,
): Promise<boolean> {
  const names = (await tx.credentials.listOf(connection.id))
    .map((credential) => credential.name)
    .filter((name) => name !== DEVICE_TOKEN);
  if (names.length === 0) {
    return false;
  }
  await tx.credentials.remove(connection.id, names);
  await recordEvent(ctx, tx, {
    type: "CREDENTIALS_FORGOTTEN",
    outcome: "success",
    targetId: connection.id,
    details: { fields: names },
  });
  return true;
}
