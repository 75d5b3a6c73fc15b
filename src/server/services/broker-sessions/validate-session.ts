import type { BrokerCalls } from "@/server/brokers/broker";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import { recordEvent } from "@/server/services/audit/record-event";
import { withBrokerSession } from "@/server/services/broker-sessions/with-broker-session";
import { HeldFlights } from "@/server/services/flight-recorder/held-flights";
import { writeHeldFlights } from "@/server/services/flight-recorder/record-flight";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";

/**
 * Asks the broker whether the session is good, and notes the activity. A token that ran out is refreshed. Throws
 * AUTH_SESSION_EXPIRED when the person must sign in again, or the broker's trouble.
 */
export async function validateSession(ctx: ServiceContext, connection: ConnectionRecord): Promise<void> {
  const heldFlights = new HeldFlights();
  const holding = { ...ctx, heldFlights };
  try {
    await withBrokerSession(holding, connection, (broker, secrets) =>
      probe(holding, connection, broker, secrets),
    );
    await writeValidated(ctx, connection, heldFlights);
    heldFlights.take();
  } finally {
    await writeHeldFlights(holding);
  }
}

/** What a failure or the end of a trouble leads to has lines of its own, which come after those of the call. */
async function probe(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  broker: BrokerCalls,
  secrets: BrokerSessionSecrets,
): Promise<void> {
  let isNoNews = false;
  try {
    await broker.probe(secrets);
    isNoNews = connection.health === "ok";
  } finally {
    if (!isNoNews) {
      await writeHeldFlights(ctx);
    }
  }
}

/** The activity, the event and the lines of the call in one commit. */
async function writeValidated(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  { lines }: HeldFlights,
): Promise<void> {
  await ctx.storage.transaction(async (tx) => {
    if (lines.length > 0) {
      await tx.flightRecords.append(...lines);
    }
    const sessionId = await tx.brokerSessions.noteActivity(connection.id, ctx.clock.now());
    if (sessionId === null) {
      return;
    }
    await recordEvent(ctx, tx, {
      type: "SESSION_VALIDATED",
      outcome: "success",
      targetId: sessionId,
      sessionId,
      details: { connectionId: connection.id },
    });
  });
}
