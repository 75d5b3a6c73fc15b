import { recordEvent } from "@/server/services/audit/record-event";
import { readAttempts } from "@/server/services/connections/list-attempts";
import { loadConnection } from "@/server/services/connections/load-connection";
import { flightDocument } from "@/server/services/flight-recorder/flight-document";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { FlightRecord } from "@/server/storage/records";
import type { FlightExport } from "@/shared/schemas/flight-record";

const MOST_RECORDS = 20_000;
const PAGE = 1000;
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
    readNewest(ctx, connection.id),
  ]);
  const generatedAt = ctx.clock.now();
  const document = flightDocument({
    generatedAt,
    database: ctx.storage.provider,
    broker: ctx.brokers[connection.broker]?.description ?? null,
    settings: ctx.settings,
    connection,
    session,
    breakers: breakers.filter(({ key }) => key.startsWith(connection.broker)),
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

async function readNewest(
  ctx: ServiceContext,
  connectionId: string,
): Promise<{ records: FlightRecord[]; isCut: boolean }> {
  const records: FlightRecord[] = [];
  let before: number | null = null;
  do {
    const page: FlightRecord[] = await ctx.storage.flightRecords.pageOf(connectionId, PAGE, before);
    records.push(...page);
    before = page.length === PAGE ? (page.at(-1)?.seq ?? null) : null;
  } while (before !== null && records.length < MOST_RECORDS);
  return { records, isCut: before !== null };
}

/** Such as `wheelhouse-flight-robinhood-20261122-140309.json`. */
function fileNameOf(broker: string, at: Date): string {
  const stamp = at.toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-");
  return `wheelhouse-flight-${broker}-${stamp}.json`;
}
