import type { OptionFilter } from "@/server/brokers/broker";
import { loadReachable } from "@/server/services/connections/reach";
import { permit } from "@/server/services/permit";
import { readOptions } from "@/server/services/portfolio/read-options";
import type { ServiceContext } from "@/server/services/service-context";
import { currentBudget } from "@/server/services/upstream/current-budget";
import type { OptionContractsView } from "@/shared/schemas/trading";

/** The contracts of an underlying that can be traded, as a connection's broker gives them. Trouble is told in the parts. */
export async function getOptions(
  ctx: ServiceContext,
  input: { readonly connectionId: string; readonly filter: OptionFilter; readonly fresh: boolean },
): Promise<OptionContractsView> {
  const actor = permit(ctx, "read_positions", "read:options");
  const connection = await loadReachable(ctx.storage, actor, input.connectionId);
  const wish = input.fresh ? "fresh" : "cached";
  const { rows, parts, revalidating } = await readOptions(ctx, connection, input.filter, wish);
  return {
    connectionId: connection.id,
    contracts: [...rows],
    parts: [...parts],
    revalidating,
    budget: await currentBudget(ctx, connection),
  };
}
