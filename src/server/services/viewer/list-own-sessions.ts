import { endOf, isLive } from "@/server/services/app-sessions/app-session-life";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { AppSessionView } from "@/shared/schemas/member";

/** The browsers in which the person is signed in, newest first; `expiresAt` is when each ends if left alone. */
export async function listOwnSessions(ctx: ServiceContext): Promise<AppSessionView[]> {
  const { userId, appSessionId } = permit(ctx, "use_own_account");
  const now = ctx.clock.now();
  const sessions = await ctx.storage.appSessions.liveOf(userId, now);
  return sessions
    .filter((session) => isLive(session, ctx.settings, now))
    .map((session) => ({
      id: session.id,
      current: session.id === appSessionId,
      createdAt: session.createdAt.toISOString(),
      lastSeenAt: session.lastSeenAt.toISOString(),
      expiresAt: endOf(session, ctx.settings).toISOString(),
      ipAddress: session.ipAddress,
      userAgent: session.userAgent,
    }));
}
