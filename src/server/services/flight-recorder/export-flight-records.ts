import { recordEvent } from "@/server/services/audit/record-event";
import { readAttempts } from "@/server/services/connections/list-attempts";
import { loadConnection } from "@/server/services/connections/load-connection";
import { flightDocument } from "@/server/services/flight-recorder/flight-document";
import { readNewestRecords } from "@/server/services/flight-recorder/read-newest-records";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { type FlightExport, MOST_FLIGHT_RECORDS } from "@/shared/schemas/flight-record";

const ATTEMPTS = 50;

/**
 * The flight recorder of a connection as a JSON document without secrets, names or account numbers; at most the
 * newest 20 000 lines. The download is audited.
 */
export async function exportFlightRecords(
  ctx: ServiceContext,
  input: { connectionId: string },
): Promise<FlightExport> {
  const actor = permit(ctx, "manage_connections");
  const connection = await loadConnection(ctx.storage, actor.userId, input.connectionId);
  const [session, breakers, attempts, found] = await Promise.all([
    ctx.storage.brokerSessions.byConnection(connection.id),
    ctx.storage.breakers.list(),
    readAttempts(ctx.storage, connection.id, ATTEMPTS),
    readNewestRecords(ctx.storage, connection.id, MOST_FLIGHT_RECORDS),
  ]);
  const generatedAt = ctx.clock.now();
  const document = flightDocument({
    generatedAt,
    database: ctx.storage.provider,
    broker: ctx.brokers[connection.broker]?.description ?? null,
    settings: ctx.settings,
    connection,
    session,
    breakers: breakers.filter(({ key }) => key.startsWith(`${connection.broker} `)),
    attempts,
    ...found,
  });
  await ctx.storage.transaction((tx) =>
    recordEvent(ctx, tx, {
      type: "FLIGHT_RECORD_EXPORTED",
      outcome: "success",
      targetId: connection.id,
      details: { records: found.records.length, isCut: found.isCut },
    }),
  );
  return { fileName: fileNameOf(connection.broker, generatedAt), text: JSON.stringify(document, null, 1) };
}

/** Such as `wheelhouse-flight-robinhood-20261122-140309.json`. */
function fileNameOf(broker: string, at: Date): string {
  const stamp = at.toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-");
  return `wheelhouse-flight-${broker}-${stamp}.json`;
}
