import { loadReachable } from "@/server/services/connections/reach";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { SessionLeaseView } from "@/shared/schemas/session-lease";

/** The leases of one of the person's connections that are running, newest first. */
export async function listLeases(
  ctx: ServiceContext,
  input: { connectionId: string },
): Promise<SessionLeaseView[]> {
  const actor = permit(ctx, "manage_connections", "read:connections");
  const connection = await loadReachable(ctx.storage, actor, input.connectionId);
  const [leases, tokens] = await Promise.all([
    ctx.storage.sessionLeases.liveOf(connection.id, ctx.clock.now()),
    ctx.storage.apiTokens.listOf(actor.userId),
  ]);
  const names = new Map(tokens.map(({ id, name }) => [id, name]));
  return leases.map(({ id, kind, tokenId, createdAt, expiresAt }) => ({
    id,
    kind,
    tokenId,
    tokenName: names.get(tokenId) ?? "A token that is gone",
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  }));
}
