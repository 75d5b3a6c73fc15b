import { isLive } from "@/server/services/app-sessions/app-session-life";
import { tokenHash } from "@/server/services/app-sessions/random-token";
import type { Actor, Services } from "@/server/services/service-context";
import type { Secret } from "@/shared/secret";

const SEEN_EVERY_MS = 60_000;
const ANONYMOUS: Actor = { type: "anonymous" };

/**
 * The person behind a session token, with the roles of this moment. `anonymous` for an unknown token, a session
 * that was ended, is past its end or lay idle too long, and a disabled person. Notes the use once a minute.
 */
export async function loadActor(
  { storage, clock, settings }: Pick<Services, "storage" | "clock" | "settings">,
  token: Secret,
): Promise<Actor> {
  const found = await storage.appSessions.withUser(tokenHash(token));
  const now = clock.now();
  if (found === null || !isLive(found.session, settings, now) || found.user.disabledAt !== null) {
    return ANONYMOUS;
  }
  const { session, user } = found;
  if (now.getTime() - session.lastSeenAt.getTime() >= SEEN_EVERY_MS) {
    await storage.appSessions.touch(session.id, now);
  }
  return {
    type: "user",
    userId: user.id,
    email: user.email,
    displayName: user.displayName,
    roles: user.roles,
    isOwner: user.isOwner,
    appSessionId: session.id,
  };
}
