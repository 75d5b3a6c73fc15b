import type { ServiceSettings } from "@/server/services/service-context";
import type { AppSessionRecord } from "@/server/storage/records";

/** Whether an app session lives: not ended, not past its end, and used within the idle time. */
export function isLive(
  session: Pick<AppSessionRecord, "revokedAt" | "expiresAt" | "lastSeenAt">,
  settings: Pick<ServiceSettings, "appSessionIdleSeconds">,
  now: Date,
): boolean {
  return session.revokedAt === null && endOf(session, settings).getTime() > now.getTime();
}

/** When the session ends if it is not used again. */
export function endOf(
  session: Pick<AppSessionRecord, "expiresAt" | "lastSeenAt">,
  settings: Pick<ServiceSettings, "appSessionIdleSeconds">,
): Date {
  const idleEnd = session.lastSeenAt.getTime() + settings.appSessionIdleSeconds * 1000;
  return new Date(Math.min(idleEnd, session.expiresAt.getTime()));
}
