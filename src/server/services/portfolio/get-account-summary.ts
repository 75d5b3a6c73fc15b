import { SingleFlight } from "@/server/services/broker-sessions/single-flight";
import { loadConnection } from "@/server/services/connections/load-connection";
import { maskAccountNumber } from "@/server/services/connections/mask";
import { permit } from "@/server/services/permit";
import { readSummaries, type SummaryReading } from "@/server/services/portfolio/read-summaries";
import type { ServiceContext } from "@/server/services/service-context";
import { currentBudget } from "@/server/services/upstream/current-budget";
import type { AccountSummaryView } from "@/shared/schemas/account";

/** Reads under way in this process, by the feed that each process has one of. */
const underWay = new WeakMap<ServiceContext["feed"], SingleFlight<SummaryReading>>();

/**
 * The summary of every account of a connection with its source, time and state: `fresh` from the broker or not
 * older than the cache time, `stale` when the broker failed and an earlier answer is known, else `failed` with no
 * figures. Broker trouble is told in the view, never thrown. Callers at the same time share one read.
 */
export async function getAccountSummary(
  ctx: ServiceContext,
  input: { connectionId: string; fresh: boolean },
): Promise<AccountSummaryView> {
  const actor = permit(ctx, "read_positions");
  const connection = await loadConnection(ctx.storage, actor.userId, input.connectionId);
  const reading = await readsOf(ctx).run(`${connection.id} ${input.fresh}`, () =>
    readSummaries(ctx, connection, input.fresh),
  );
  return {
    connectionId: connection.id,
    provenance: {
      source: connection.broker,
      state: reading.state,
      asOf: reading.asOf?.toISOString() ?? null,
      errorCode: reading.errorCode,
    },
    accounts: reading.summaries.map(({ accountNumber, ...summary }) => ({
      ...summary,
      maskedNumber: maskAccountNumber(accountNumber),
    })),
    budget: await currentBudget(ctx, connection),
  };
}

function readsOf({ feed }: ServiceContext): SingleFlight<SummaryReading> {
  const reads = underWay.get(feed) ?? new SingleFlight<SummaryReading>();
  underWay.set(feed, reads);
  return reads;
}
