import { incomeOf } from "@/server/services/income/income-of";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { chosenConnections } from "@/server/services/wheel/chosen-connections";
import type { WheelInput } from "@/server/services/wheel/identify-wheel-positions";
import { readReachableWheel } from "@/server/services/wheel/read-reachable-wheel";
import { withHistory } from "@/server/services/wheel/with-history";
import { newYorkDay } from "@/shared/new-york-time";
import type { IncomeView } from "@/shared/schemas/income";

/** What the wheel brought, by week, month and underlying, what is to come, and the capital that it tied up. */
export async function readIncome(ctx: ServiceContext, input: WheelInput): Promise<IncomeView> {
  const actor = permit(ctx, "read_positions", "read:wheel");
  const connections = await chosenConnections(ctx.storage, actor, input.connectionIds);
  const wheels = await readReachableWheel(ctx, actor, connections, input.fresh ? "fresh" : "cached");
  return {
    sources: wheels.map(({ source }) => source),
    ...(await incomeOf(
      await withHistory(wheels, () => true),
      wheels.flatMap(({ beside }) => beside),
      newYorkDay(ctx.clock.now()),
    )),
    revalidating: wheels.some(({ revalidating }) => revalidating),
  };
}
