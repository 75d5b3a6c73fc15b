import { type ConnectionEvent, nextConnectionState } from "@/server/services/connections/connection-machine";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";

type OtherChanges = Partial<
  Pick<
    ConnectionRecord,
    | "loginName"
    | "accounts"
    | "accountFingerprint"
    | "revokedAtBroker"
    | "hosts"
    | "lastConnectedAt"
    | "lastFailureAt"
  >
>;

/**
 * Moves a connection by an event, only if nobody moved it since it was read. Throws API_CONFLICT when the event
 * is impossible in its state or another request was first; then nothing is written.
 */
export async function moveConnection(
  ctx: Pick<ServiceContext, "clock">,
  tx: StorageTx,
  connection: ConnectionRecord,
  event: ConnectionEvent,
  others: OtherChanges = {},
): Promise<ConnectionRecord> {
  const next = nextConnectionState(connection, event);
  if (next === null) {
    throw new AppError("API_CONFLICT", `Not possible while the connection is ${connection.status}`);
  }
  const changes = { ...next, ...others, updatedAt: ctx.clock.now() };
  if (!(await tx.connections.update(connection.id, connection.version, changes))) {
    throw new AppError("API_CONFLICT", "The connection changed in the meantime");
  }
  return { ...connection, ...changes, version: connection.version + 1 };
}
