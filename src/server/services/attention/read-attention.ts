import { attentionOfConnections } from "@/server/services/attention/attention-of-connections";
import { listReachable, reachesAccount } from "@/server/services/connections/reach";
import { permit, type UserActor } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { AttentionView } from "@/shared/schemas/attention";

/** What needs the person in all of the accounts that they reach, most urgent first, dismissed items included. */
export async function readAttention(ctx: ServiceContext, input: { fresh: boolean }): Promise<AttentionView> {
  return reachableAttention(ctx, permit(ctx, "read_positions", "read:attention"), input);
}

/** The same for an actor who was permitted to read or to change it. */
export async function reachableAttention(
  ctx: ServiceContext,
  actor: UserActor,
  { fresh }: { readonly fresh: boolean },
): Promise<AttentionView> {
  const connections = await listReachable(ctx.storage, actor);
  const reaches = (accountId: string) => reachesAccount(actor, accountId);
  return attentionOfConnections(
    ctx,
    { ownerId: actor.userId, connections, reaches },
    fresh ? "fresh" : "cached",
  );
}
