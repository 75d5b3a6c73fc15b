import { loadReachable, reachesAccount } from "@/server/services/connections/reach";
import { permit } from "@/server/services/permit";
import { accountRefOf } from "@/server/services/portfolio/account-ref";
import { readSummaries } from "@/server/services/portfolio/read-summaries";
import type { ServiceContext } from "@/server/services/service-context";
import { currentBudget } from "@/server/services/upstream/current-budget";
import type { AccountSummaryView } from "@/shared/schemas/account";

/**
 * The summary of every account of a connection with its source, time and state: `fresh` from the broker or not
 * older than the cache time, `stale` when it is older or the broker failed and an earlier answer is known, else
 * `failed` with no figures. Broker trouble is told in the view, never thrown.
 */
export async function getAccountSummary(
  ctx: ServiceContext,
  input: { connectionId: string; fresh: boolean },
): Promise<AccountSummaryView> {
  const actor = permit(ctx, "read_positions", "read:account");
  const connection = await loadReachable(ctx.storage, actor, input.connectionId);
  const { summaries, parts, revalidating } = await readSummaries(
    ctx,
    connection,
    input.fresh ? "fresh" : "cached",
  );
  // A summary has one part.
  const { part: _part, ...provenance } = parts.reduce((summary) => summary);
  return {
    connectionId: connection.id,
    provenance,
    accounts: summaries.flatMap(({ accountNumber, ...summary }) => {
      const account = accountRefOf(ctx, connection, accountNumber);
      return reachesAccount(actor, account.accountId) ? [{ ...summary, ...account }] : [];
    }),
    revalidating,
    budget: await currentBudget(ctx, connection),
  };
}
