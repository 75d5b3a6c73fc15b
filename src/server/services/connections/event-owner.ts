import type { ServiceContext } from "@/server/services/service-context";
import type { StorageTx } from "@/server/storage/storage";

/** Work in the background is done for a person: their e-mail stands in the event, the interface says 'system'. */
export async function eventOwner(
  ctx: Pick<ServiceContext, "actor">,
  tx: StorageTx,
  ownerId: string,
): Promise<{ user?: string }> {
  if (ctx.actor.type !== "system") {
    return {};
  }
  const owner = await tx.users.byId(ownerId);
  return owner === null ? {} : { user: owner.email };
}
