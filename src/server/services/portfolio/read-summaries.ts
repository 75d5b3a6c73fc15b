import { cachedDataset } from "@/server/services/portfolio/cached-dataset";
import { keepDailyValues } from "@/server/services/portfolio/daily-values";
import { type Dataset, readDataset } from "@/server/services/portfolio/read-dataset";
import type { Wish } from "@/server/services/portfolio/reading";
import { ReadsUnderWay } from "@/server/services/portfolio/reads-under-way";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import { type AccountSummary, accountSummarySchema } from "@/shared/schemas/account";
import type { PartProvenance } from "@/shared/schemas/trading";

const underWay = new ReadsUnderWay<AccountSummary>();

/**
 * The summaries of a connection's accounts; each new reading is kept as the values of its day too. Never throws for
 * the broker's trouble: the one part `summary` tells.
 */
export async function readSummaries(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  wish: Wish,
): Promise<{
  summaries: readonly AccountSummary[];
  parts: readonly PartProvenance[];
  revalidating: boolean;
}> {
  const replies = cachedDataset(ctx, connection, {
    key: "account_summary",
    parts: ["summary"],
    underWay,
    rowSchema: accountSummarySchema,
    read: (calls) => async (session) => ({ rows: await calls.getAccountSummary(session), failures: [] }),
    mend: (rows) => [...rows],
  });
  const dataset: Dataset<AccountSummary> = {
    ...replies,
    refresh: async (known, wish) => {
      const read = await replies.refresh(known, wish);
      await keepDailyValues(ctx, connection, read.rows, read.triedAt);
      return read;
    },
  };
  const { rows, parts, revalidating } = await readDataset(ctx, connection, dataset, wish);
  return { summaries: rows, parts, revalidating };
}
