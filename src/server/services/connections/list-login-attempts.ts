import { toLoginAttemptView } from "@/server/services/connections/connection-view";
import { loadConnection } from "@/server/services/connections/load-connection";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { LoginAttemptView } from "@/shared/schemas/connection";

const SHOWN = 5;

/** The last five login attempts of a connection, newest first. */
export async function listLoginAttempts(
  ctx: ServiceContext,
  input: { connectionId: string },
): Promise<LoginAttemptView[]> {
  const actor = permit(ctx, "manage_connections");
  const connection = await loadConnection(ctx.storage, actor.userId, input.connectionId);
  return (await ctx.storage.loginAttempts.recentOf(connection.id, SHOWN)).map(toLoginAttemptView);
}
