import { readConnectionView } from "@/server/services/connections/connection-view";
import { forgetStored } from "@/server/services/connections/disconnect";
import { loadConnection } from "@/server/services/connections/load-connection";
import { type OutsideCredential, removeOutside } from "@/server/services/connections/stored-credential";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import type { ConnectionView } from "@/shared/schemas/connection";

/** Deletes the remembered credentials of a connection; the session goes on. */
export async function forgetCredentials(
  ctx: ServiceContext,
  input: { connectionId: string },
): Promise<ConnectionView> {
  const actor = permit(ctx, "manage_connections");
  const forgotten: OutsideCredential[] = [];
  const view = await ctx.storage.transaction(async (tx) => {
    const connection = await loadConnection(tx, actor.userId, input.connectionId);
    const { fields, outside } = await forgetStored(ctx, tx, connection);
    forgotten.push(...outside);
    if (fields.length > 0) {
      // A new version tells live views that the list of remembered fields changed.
      const changes = { updatedAt: ctx.clock.now() };
      if (!(await tx.connections.update(connection.id, connection.version, changes))) {
        throw new AppError("API_CONFLICT", "The connection changed in the meantime");
      }
    }
    return readConnectionView(tx, await loadConnection(tx, actor.userId, input.connectionId));
  });
  await removeOutside(ctx, forgotten);
  ctx.feed.changed(actor.userId);
  return view;
}
