import { recordEvent } from "@/server/services/audit/record-event";
import { requireUser } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";

/** Ends the app session that the request came with. Doing it twice ends and records it once. */
export async function signOut(ctx: ServiceContext): Promise<void> {
  const { appSessionId } = requireUser(ctx);
  if (appSessionId === null) return;
  await ctx.storage.transaction(async (tx) => {
    if (!(await tx.appSessions.revoke(appSessionId, ctx.clock.now(), "signed_out"))) return;
    await recordEvent(ctx, tx, { type: "SIGN_OUT", outcome: "success", targetId: appSessionId });
  });
}
