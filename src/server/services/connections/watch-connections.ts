import { reloadActor } from "@/server/services/app-sessions/reload-actor";
import { listConnections } from "@/server/services/connections/list-connections";
import { listReachable } from "@/server/services/connections/reach";
import { permit, type UserActor } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionView } from "@/shared/schemas/connection";

/** How often the database is asked for what other processes changed, milliseconds. */
const CROSS_PROCESS_MS = 2000;

/**
 * The person's connections now, and again after each change, until the signal is aborted. Yields only when a
 * version moved; the key names the state, so that a client that comes back can tell whether it missed one.
 * Throws AUTH_SIGN_IN_REQUIRED or API_PERMISSION_DENIED once the person may not watch any more.
 */
export async function* watchConnections(
  ctx: ServiceContext,
  signal: AbortSignal,
  lastKey: string | undefined,
): AsyncGenerator<{ key: string; connections: ConnectionView[] }> {
  const actor = permit(ctx, "manage_connections", "read:connections");
  let shownKey = lastKey;
  while (!signal.aborted) {
    // The stream outlives its request: signing out, disabling and a lost role must end it too.
    permit({ actor: await reloadActor(ctx, actor) }, "manage_connections", "read:connections");
    const key = keyOf(await versionsFor(ctx, actor));
    if (key !== shownKey) {
      yield { key, connections: await listConnections(ctx) };
      shownKey = key;
    }
    await ctx.feed.next(actor.userId, CROSS_PROCESS_MS, signal);
  }
}

/** A token is not told of connections out of its reach, not even by the key. */
async function versionsFor(ctx: ServiceContext, actor: UserActor): Promise<ReadonlyMap<string, number>> {
  if (actor.token === undefined) return ctx.storage.connections.versionsOf(actor.userId);
  const connections = await listReachable(ctx.storage, actor);
  return new Map(connections.map(({ id, version }) => [id, version]));
}

function keyOf(versions: ReadonlyMap<string, number>): string {
  const parts = [...versions].map(([id, version]) => `${id}:${version}`).sort();
  return parts.length === 0 ? "none" : parts.join(",");
}
