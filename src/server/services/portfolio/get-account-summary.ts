import { z } from "zod";
import { withBrokerSession } from "@/server/services/broker-sessions/with-broker-session";
import { loadConnection } from "@/server/services/connections/load-connection";
import { maskAccountNumber } from "@/server/services/connections/mask";
import { permit } from "@/server/services/permit";
import { readCachedReply, writeCachedReply } from "@/server/services/portfolio/cached-reply";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";
import type { ErrorCode } from "@/shared/error-codes";
import {
  type AccountSummary,
  type AccountSummaryView,
  accountSummarySchema,
  type Provenance,
} from "@/shared/schemas/account";

const KIND = "account_summary";
const summariesSchema = z.array(accountSummarySchema).max(100);

/**
 * The summary of every account of a connection with its source, time and state: `fresh` from the broker or not
 * older than the cache time, `stale` when the broker failed and an earlier answer is known, else `failed` with no
 * figures. Broker trouble is told in the view, never thrown.
 */
export async function getAccountSummary(
  ctx: ServiceContext,
  input: { connectionId: string; fresh: boolean },
): Promise<AccountSummaryView> {
  const actor = permit(ctx, "read_positions");
  const connection = await loadConnection(ctx.storage, actor.userId, input.connectionId);
  const cached = await readCachedReply(ctx, connection, KIND, summariesSchema);
  const ageMs = cached === null ? null : ctx.clock.now().getTime() - cached.fetchedAt.getTime();
  if (cached !== null && ageMs !== null && !input.fresh && ageMs < ctx.settings.dataCacheSeconds * 1000) {
    return toView(connection, "fresh", cached.fetchedAt, null, cached.value);
  }
  try {
    const fetchedAt = ctx.clock.now();
    const summaries = summariesSchema.parse(
      await withBrokerSession(ctx, connection, (broker, secrets) => broker.getAccountSummary(secrets)),
    );
    await writeCachedReply(ctx, connection, KIND, summaries, fetchedAt);
    return toView(connection, "fresh", fetchedAt, null, summaries);
  } catch (error) {
    const code = error instanceof AppError ? error.code : "API_UNEXPECTED";
    if (code === "API_UNEXPECTED") {
      ctx.log.error({ err: error, connectionId: connection.id }, "account summary failed");
    }
    return cached === null
      ? toView(connection, "failed", null, code, [])
      : toView(connection, "stale", cached.fetchedAt, code, cached.value);
  }
}

function toView(
  connection: ConnectionRecord,
  state: Provenance["state"],
  asOf: Date | null,
  errorCode: ErrorCode | null,
  summaries: readonly AccountSummary[],
): AccountSummaryView {
  return {
    connectionId: connection.id,
    provenance: { source: connection.broker, state, asOf: asOf?.toISOString() ?? null, errorCode },
    accounts: summaries.map(({ accountNumber, ...summary }) => ({
      ...summary,
      maskedNumber: maskAccountNumber(accountNumber),
    })),
  };
}
