import { recordEvent } from "@/server/services/audit/record-event";
import { loadConnection } from "@/server/services/connections/load-connection";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { keepDeviceToken } from "@/server/services/session-files/keep-device-token";
import type { FileRefusal } from "@/server/session-file/formats/file-refusal";
import type { Secret } from "@/shared/secret";

/**
 * Writes that a session file of the connection was set aside, and keeps what could be saved of its device token
 * where the connection has none. Whether it was kept. The file's path does not go into the log.
 */
export async function noteSetAside(
  ctx: ServiceContext,
  input: {
    readonly connectionId: string;
    readonly reason: FileRefusal;
    readonly deviceToken: Secret | null;
  },
): Promise<{ deviceTokenKept: boolean }> {
  const actor = permit(ctx, "manage_connections");
  return ctx.storage.transaction(async (tx) => {
    const connection = await loadConnection(tx, actor.userId, input.connectionId);
    const deviceTokenKept = await keepDeviceToken(ctx, tx, connection, input.deviceToken);
    await recordEvent(ctx, tx, {
      type: "SESSION_FILE_SET_ASIDE",
      outcome: "failure",
      targetId: connection.id,
      details: { reason: input.reason, deviceTokenKept },
    });
    return { deviceTokenKept };
  });
}
