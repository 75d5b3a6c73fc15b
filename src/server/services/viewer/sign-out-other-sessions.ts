import { recordEvent } from "@/server/services/audit/record-event";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";

/** Ends the person's app sessions in all other browsers. */
export async function signOutOtherSessions(ctx: ServiceContext): Promise<{ ended: number }> {
  const { userId, appSessionId } = permit(ctx, "use_own_account");
  return ctx.storage.transaction(async (tx) => {
    const ended = await tx.appSessions.revokeAllOf(
      userId,
      ctx.clock.now(),
      "ended_by_person",
      appSessionId ?? undefined,
    );
    if (ended > 0) {
      await recordEvent(ctx, tx, {
        type: "APP_SESSION_REVOKED",
        outcome: "success",
        details: { ended, scope: "all_others" },
      });
    }
    return { ended };
  });
}
