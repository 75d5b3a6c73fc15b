import { recordEvent } from "@/server/services/audit/record-event";
import { readConnectionView } from "@/server/services/connections/connection-view";
import { brokerOf, loadConnection } from "@/server/services/connections/load-connection";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import type { ChangeConnectionInput, ConnectionView } from "@/shared/schemas/connection";

/** Renames a connection or changes what it may be used for. */
export async function changeConnection(
  ctx: ServiceContext,
  input: ChangeConnectionInput,
): Promise<ConnectionView> {
  const actor = permit(ctx, "manage_connections");
  const connection = await loadConnection(ctx.storage, actor.userId, input.connectionId);
  const label = input.label ?? connection.label;
  const access = input.access ?? connection.access;
  if (!brokerOf(ctx, connection.broker).description.accessModes.includes(access)) {
    throw new AppError("VALIDATION_INVALID_INPUT", "The broker does not offer this access", {
      fields: { access: "Choose another access" },
    });
  }
  await ctx.storage.transaction(async (tx) => {
    const changes = { label, access, updatedAt: ctx.clock.now() };
    if (!(await tx.connections.update(connection.id, connection.version, changes))) {
      throw new AppError("API_CONFLICT", "The connection changed in the meantime");
    }
    await recordEvent(ctx, tx, {
      type: "CONNECTION_CHANGED",
      outcome: "success",
      targetId: connection.id,
      details: {
        labelBefore: connection.label,
        labelAfter: label,
        accessBefore: connection.access,
        accessAfter: access,
      },
    });
  });
  ctx.feed.changed(actor.userId);
  return readConnectionView(ctx.storage, {
    ...connection,
    label,
    access,
    version: connection.version + 1,
  });
}
