import type { ServiceContext } from "@/server/services/service-context";
import type { StorageTx } from "@/server/storage/storage";
import type { FlightDetails, FlightRecordKind } from "@/shared/schemas/flight-record";

type RecordContext = Pick<ServiceContext, "clock" | "process" | "request">;

/** Writes one line of a connection's flight recorder in the transaction of what it tells. */
export async function recordFlight(
  ctx: RecordContext,
  tx: StorageTx,
  connectionId: string,
  kind: FlightRecordKind,
  details: FlightDetails = {},
): Promise<void> {
  await tx.flightRecords.append({
    connectionId,
    at: ctx.clock.now(),
    kind,
    flightId: ctx.request.id,
    process: ctx.process,
    details,
  });
}

/**
 * Writes one line at once, outside any transaction. Never throws: what the broker answered is worth more than the
 * note of it.
 */
export async function noteFlight(
  ctx: RecordContext & Pick<ServiceContext, "storage" | "log">,
  connectionId: string,
  kind: FlightRecordKind,
  details: FlightDetails = {},
): Promise<void> {
  try {
    await recordFlight(ctx, ctx.storage, connectionId, kind, details);
  } catch (error) {
    ctx.log.warn({ err: error, connectionId, kind }, "a line of the flight recorder was not written");
  }
}
