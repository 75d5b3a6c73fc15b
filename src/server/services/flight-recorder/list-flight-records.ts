import { loadConnection } from "@/server/services/connections/load-connection";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { FlightPage, FlightQuery } from "@/shared/schemas/flight-record";

/** One page of a connection's timeline, newest first. Another person's connection is API_RESOURCE_NOT_FOUND. */
export async function listFlightRecords(ctx: ServiceContext, input: FlightQuery): Promise<FlightPage> {
  const actor = permit(ctx, "manage_connections");
  const connection = await loadConnection(ctx.storage, actor.userId, input.connectionId);
  // One more than asked tells whether there is an older page.
  const found = await ctx.storage.flightRecords.pageOf(
    connection.id,
    input.limit + 1,
    input.before ?? null,
    input.kinds,
  );
  const shown = found.slice(0, input.limit);
  return {
    records: shown.map(({ seq, at, kind, flightId, process, details }) => ({
      seq,
      at: at.toISOString(),
      kind,
      flightId,
      process,
      details,
    })),
    before: found.length > shown.length ? (shown.at(-1)?.seq ?? null) : null,
  };
}
