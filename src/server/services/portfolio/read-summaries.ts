import { z } from "zod";
import { withBrokerSession } from "@/server/services/broker-sessions/with-broker-session";
import { readCachedReply, writeCachedReply } from "@/server/services/portfolio/cached-reply";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";
import type { ErrorCode } from "@/shared/error-codes";
import { type AccountSummary, accountSummarySchema, type Provenance } from "@/shared/schemas/account";

/** The summaries of a connection's accounts and how they came. */
export interface SummaryReading {
  readonly state: Provenance["state"];
  readonly asOf: Date | null;
  readonly errorCode: ErrorCode | null;
  readonly summaries: readonly AccountSummary[];
}

const KIND = "account_summary";
const summariesSchema = z.array(accountSummarySchema).max(100);

/** From the cache while it is fresh and no newer one is wished, else from the broker. Never throws for the broker's trouble. */
export async function readSummaries(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  fresh: boolean,
): Promise<SummaryReading> {
  const cached = await readCachedReply(ctx, connection, KIND, summariesSchema);
  const ageMs = cached === null ? null : ctx.clock.now().getTime() - cached.fetchedAt.getTime();
  if (cached !== null && ageMs !== null && !fresh && ageMs < ctx.settings.dataCacheSeconds * 1000) {
    return { state: "fresh", asOf: cached.fetchedAt, errorCode: null, summaries: cached.value };
  }
  try {
    const fetchedAt = ctx.clock.now();
    const summaries = summariesSchema.parse(
      await withBrokerSession(ctx, connection, (broker, secrets) => broker.getAccountSummary(secrets)),
    );
    await writeCachedReply(ctx, connection, KIND, summaries, fetchedAt);
    return { state: "fresh", asOf: fetchedAt, errorCode: null, summaries };
  } catch (error) {
    const errorCode = error instanceof AppError ? error.code : "API_UNEXPECTED";
    if (errorCode === "API_UNEXPECTED") {
      ctx.log.error({ err: error, connectionId: connection.id }, "account summary failed");
    }
    return cached === null
      ? { state: "failed", asOf: null, errorCode, summaries: [] }
      : { state: "stale", asOf: cached.fetchedAt, errorCode, summaries: cached.value };
  }
}
