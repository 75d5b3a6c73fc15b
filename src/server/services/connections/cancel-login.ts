import { readConnectionView } from "@/server/services/connections/connection-view";
import { loadWaitingLogin } from "@/server/services/connections/continue-login";
import { endLogin } from "@/server/services/connections/end-login";
import { loadConnection } from "@/server/services/connections/load-connection";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionView } from "@/shared/schemas/connection";

/** Ends the login in progress. Whatever the broker still answers is dropped. */
export async function cancelLogin(
  ctx: ServiceContext,
  input: { connectionId: string; loginId: string },
): Promise<ConnectionView> {
  const actor = permit(ctx, "manage_connections");
  const view = await ctx.storage.transaction(async (tx) => {
    const connection = await loadConnection(tx, actor.userId, input.connectionId);
    await endLogin(ctx, tx, await loadWaitingLogin(tx, connection, input.loginId), "cancelled");
    return readConnectionView(tx, await loadConnection(tx, actor.userId, input.connectionId));
  });
  ctx.feed.changed(actor.userId);
  return view;
}
