import { recordEvent } from "@/server/services/audit/record-event";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";

/** Ends one of the person's app sessions. Another person's, an unknown and an ended one are API_RESOURCE_NOT_FOUND. */
export async function revokeOwnSession(
  ctx: ServiceContext,
  input: { readonly sessionId: string },
): Promise<void> {
  const { userId } = permit(ctx, "use_own_account");
  await ctx.storage.transaction(async (tx) => {
    const session = await tx.appSessions.byId(input.sessionId);
    if (
      session?.userId !== userId ||
      !(await tx.appSessions.revoke(session.id, ctx.clock.now(), "ended_by_person"))
    ) {
      throw new AppError("API_RESOURCE_NOT_FOUND");
    }
    await recordEvent(ctx, tx, { type: "APP_SESSION_REVOKED", outcome: "success", targetId: session.id });
  });
}
