import type { FlightLine } from "@/server/services/flight-recorder/held-flights";
import type { ServiceContext } from "@/server/services/service-context";
import type { StorageTx } from "@/server/storage/storage";
import type { FlightDetails, FlightRecordKind } from "@/shared/schemas/flight-record";

type RecordContext = Pick<ServiceContext, "clock" | "process" | "request">;
type NoteContext = RecordContext & Pick<ServiceContext, "storage" | "log" | "heldFlights">;

/** Writes one line of a connection's flight recorder in the transaction of what it tells. */
export async function recordFlight(
  ctx: RecordContext,
  tx: StorageTx,
  connectionId: string,
  kind: FlightRecordKind,
  details: FlightDetails = {},
): Promise<void> {
  await tx.flightRecords.append(lineOf(ctx, connectionId, kind, details));
}

/**
 * Writes one line at once, outside any transaction, and those that the act held before it. Never throws: what the
 * broker answered is worth more than the note of it.
 */
export async function noteFlight(
  ctx: NoteContext,
  connectionId: string,
  kind: FlightRecordKind,
  details: FlightDetails = {},
): Promise<void> {
  const held = ctx.heldFlights?.take() ?? [];
  await writeLines(ctx, [...held, lineOf(ctx, connectionId, kind, details)]);
}

/** {@link noteFlight} for what may be forgotten in a crash: an act that holds its lines writes it with its outcome. */
export async function holdFlight(
  ctx: NoteContext,
  connectionId: string,
  kind: FlightRecordKind,
  details: FlightDetails,
): Promise<void> {
  if (ctx.heldFlights === undefined) {
    await noteFlight(ctx, connectionId, kind, details);
  } else {
    ctx.heldFlights.hold(lineOf(ctx, connectionId, kind, details));
  }
}

/** Writes what the act still holds: before lines of another kind, and where its transaction came to nothing. */
export async function writeHeldFlights(ctx: NoteContext): Promise<void> {
  const held = ctx.heldFlights?.take() ?? [];
  if (held.length > 0) {
    await writeLines(ctx, held);
  }
}

async function writeLines(ctx: NoteContext, lines: readonly FlightLine[]): Promise<void> {
  try {
    await ctx.storage.flightRecords.append(...lines);
  } catch (error) {
    const { connectionId, kind } = lines.at(-1) ?? {};
    ctx.log.warn({ err: error, connectionId, kind }, "a line of the flight recorder was not written");
  }
}

function lineOf(
  ctx: RecordContext,
  connectionId: string,
  kind: FlightRecordKind,
  details: FlightDetails,
): FlightLine {
  return {
    connectionId,
    at: ctx.clock.now(),
    kind,
    flightId: ctx.request.id,
    process: ctx.process,
    details,
  };
}
