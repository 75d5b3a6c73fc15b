import { reachesAccount } from "@/server/services/connections/reach";
import type { UserActor } from "@/server/services/permit";
import type { Wish } from "@/server/services/portfolio/reading";
import type { ServiceContext } from "@/server/services/service-context";
import { type ConnectionWheel, readWheel } from "@/server/services/wheel/read-wheel";
import type { ConnectionRecord } from "@/server/storage/records";

/** {@link readWheel} of connections that the actor reaches, without the accounts of them that they do not reach. */
export async function readReachableWheel(
  ctx: ServiceContext,
  actor: UserActor,
  connections: readonly ConnectionRecord[],
  wish: Wish,
): Promise<ConnectionWheel[]> {
  const reaches = ({ accountId }: { readonly accountId: string }) => reachesAccount(actor, accountId);
  const wheels = await readWheel(ctx, connections, wish);
  return wheels.map((wheel) => ({
    ...wheel,
    cycles: wheel.cycles.filter(reaches),
    beside: wheel.beside.filter(reaches),
  }));
}
