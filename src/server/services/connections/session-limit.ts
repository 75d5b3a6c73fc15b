import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";

/**
 * Makes sure, in the transaction that begins a login, that its person may have one more live session. Logins in
 * progress count as the sessions that they may become; the connection's own session is replaced and does not.
 * Throws API_SESSION_LIMIT.
 */
export async function requireFreeSession(
  ctx: Pick<ServiceContext, "cipher" | "clock" | "settings">,
  tx: StorageTx,
  connection: Pick<ConnectionRecord, "id" | "ownerId">,
): Promise<void> {
  // Holding a row of the person's own makes logins that begin at once count each other, on either database.
  const key = ctx.cipher.fingerprint("session-limit", connection.ownerId);
  await tx.loginGuards.hold(key, ctx.clock.now());
  const own = await tx.brokerSessions.byConnection(connection.id);
  const replaced = own?.status === "active" || own?.status === "refreshing" ? 1 : 0;
  const live = await tx.brokerSessions.countLive(connection.ownerId);
  const begun = (await tx.loginAttempts.open()).filter(
    (open) => open.ownerId === connection.ownerId && open.connectionId !== connection.id,
  );
  if (live - replaced + begun.length >= ctx.settings.maxSessions) {
    throw new AppError("API_SESSION_LIMIT");
  }
}
