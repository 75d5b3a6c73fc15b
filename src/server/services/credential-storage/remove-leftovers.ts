import type { CredentialBackend, CredentialRef } from "@/server/credential-backends/credential-backend.port";
import { type OutsideCredential, removeOutside } from "@/server/services/connections/stored-credential";
import type { ServiceContext } from "@/server/services/service-context";

/** A value is put before its row names it; none takes this long in between. */
const WAIT_MS = 3_600_000;

/**
 * Rounds that remove values outside the database that no row names: what a killed process or a place that was away left
 * behind. One is removed when an hour has passed since a round of this process first saw it.
 */
export function leftoverRounds(): (ctx: ServiceContext) => Promise<void> {
  const firstSeen = new Map<string, Date>();
  return async (ctx) => {
    const now = ctx.clock.now();
    const found = await findLeftovers(ctx);
    for (const key of firstSeen.keys()) {
      if (!found.has(key)) firstSeen.delete(key);
    }
    const due: OutsideCredential[] = [];
    for (const [key, leftover] of found) {
      const since = firstSeen.get(key) ?? now;
      firstSeen.set(key, since);
      if (now.getTime() - since.getTime() >= WAIT_MS) due.push(leftover);
    }
    if (due.length === 0) return;
    await removeOutside(ctx, due);
    ctx.log.info(
      { credentials: due.length },
      "stored credentials that belong to nothing any more were removed",
    );
  };
}

async function findLeftovers(ctx: ServiceContext): Promise<Map<string, OutsideCredential>> {
  const found = new Map<string, OutsideCredential>();
  for (const backend of ctx.credentialBackends.all()) {
    for (const ref of await listed(backend)) {
      const row = await ctx.storage.credentials.get(ref.connectionId, ref.name);
      if (row?.id === ref.id && row.backend === backend.name) continue;
      found.set(`${backend.name}/${ref.id}`, { backend, ref });
    }
  }
  return found;
}

/** None where the place is away or was never set up, which the status tells: the next round asks again. */
async function listed(backend: CredentialBackend): Promise<CredentialRef[]> {
  try {
    return await backend.list();
  } catch {
    return [];
  }
}
