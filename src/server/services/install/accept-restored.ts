import { recordEvent } from "@/server/services/audit/record-event";
import { endSessionIn } from "@/server/services/broker-sessions/end-session";
import { countOn } from "@/server/services/install/note-epoch";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import type { AcceptRestoredInput } from "@/shared/schemas/install";

/**
 * The deliberate yes to a restored or older copy: brokers are asked again and the keeper goes on, with the broker
 * sessions of the copy, or without them and without the app sessions of everybody but who says so. Throws
 * API_PERMISSION_DENIED, and API_CONFLICT where nothing waits for a yes.
 */
export async function acceptRestored(
  ctx: ServiceContext,
  { sessions }: AcceptRestoredInput,
): Promise<{ ended: number }> {
  const actor = permit(ctx, "modify_settings");
  const { restoredAt, restoredFrom, installId } = await ctx.storage.install.get();
  if (restoredAt === null) throw new AppError("API_CONFLICT", "No restored copy waits to be accepted");
  const remembered = installId === null ? null : await ctx.copyGuard.memory.read(installId);
  const ended = await ctx.storage.transaction(async (tx) => {
    if (!(await tx.install.acceptRestored(restoredAt))) throw new AppError("API_CONFLICT");
    const count = sessions === "end" ? await endAll() : 0;
    await recordEvent(ctx, tx, {
      type: "RESTORE_ACCEPTED",
      outcome: "success",
      details: { sessions, ended: count, madeAt: restoredFrom?.toISOString() ?? null },
    });
    return count;

    async function endAll(): Promise<number> {
      let number = 0;
      for (const user of await tx.users.list()) {
        for (const { id } of await tx.connections.listOf(user.id)) {
          const session = await tx.brokerSessions.byConnection(id);
          if (session?.status !== "active") continue;
          await endSessionIn(ctx, tx, session, "AUTH_SESSION_EXPIRED");
          number += 1;
        }
        await tx.appSessions.revokeAllOf(
          user.id,
          ctx.clock.now(),
          "restored",
          actor.appSessionId ?? undefined,
        );
      }
      return number;
    }
  });
  await countOn(ctx, remembered ?? 0);
  ctx.copyGuard.lookAgain();
  return { ended };
}
