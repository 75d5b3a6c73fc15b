import { type ConnectionEvent, nextConnectionState } from "@/server/services/connections/connection-machine";
import { recordFlight } from "@/server/services/flight-recorder/record-flight";
import { tellOfMove } from "@/server/services/notices/tell-of-move";
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
    | "failedDays"
    | "lastFailedDay"
    | "nextAttemptAt"
    | "autoLoginAt"
    | "secondFactorAt"
  >
>;

/**
 * Moves a connection by an event, only if nobody moved it since it was read; the flight recorder's line and the
 * notices that the move is worth are written with it. Throws API_CONFLICT when the event
 * is impossible in its state or another request was first; then nothing is written.
 */
export async function moveConnection(
  ctx: Pick<ServiceContext, "clock" | "random" | "actor" | "request" | "process">,
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
  const moved = { ...connection, ...changes, version: connection.version + 1 };
  await recordFlight(ctx, tx, connection.id, "state", {
    event: event.type,
    from: connection.status,
    to: moved.status,
    health: moved.health,
    code: moved.errorCode,
  });
  await tellOfMove(ctx, tx, connection, moved, event.type);
  return moved;
}
