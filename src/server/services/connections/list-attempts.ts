import { toConnectionAttempts } from "@/server/services/connections/connection-view";
import { loadConnection } from "@/server/services/connections/load-connection";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { StorageTx } from "@/server/storage/storage";
import type { ConnectionAttempt } from "@/shared/schemas/connection";

const SHOWN = 5;

/** The last five attempts of a connection, logins and what was tried to keep the session, newest first. */
export async function listAttempts(
  ctx: ServiceContext,
  input: { connectionId: string },
): Promise<ConnectionAttempt[]> {
  const actor = permit(ctx, "manage_connections");
  const connection = await loadConnection(ctx.storage, actor.userId, input.connectionId);
  return readAttempts(ctx.storage, connection.id, SHOWN);
}

/** The newest attempts of any kind, at most `limit`. */
export async function readAttempts(
  storage: StorageTx,
  connectionId: string,
  limit: number,
): Promise<ConnectionAttempt[]> {
  const [logins, others] = await Promise.all([
    storage.loginAttempts.recentOf(connectionId, limit),
    storage.sessionAttempts.recentOf(connectionId, limit),
  ]);
  return toConnectionAttempts(logins, others).slice(0, limit);
}
