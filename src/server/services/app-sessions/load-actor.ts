import { isLive } from "@/server/services/app-sessions/app-session-life";
import { tokenHash } from "@/server/services/app-sessions/random-token";
import type { Actor, Services } from "@/server/services/service-context";
import type { AppSessionRecord, UserRecord } from "@/server/storage/records";
import type { Secret } from "@/shared/secret";

type ActorSources = Pick<Services, "storage" | "clock" | "settings">;

const SEEN_EVERY_MS = 60_000;
const ANONYMOUS: Actor = { type: "anonymous" };

/**
 * The person behind a session token, with the roles of this moment. `anonymous` for an unknown token, a session
 * that was ended, is past its end or lay idle too long, and a disabled person. Notes the use once a minute.
 */
export async function loadActor(services: ActorSources, token: Secret): Promise<Actor> {
  const found = await findLive(services, tokenHash(token));
  if (found === null) return ANONYMOUS;
  const now = services.clock.now();
  if (now.getTime() - found.session.lastSeenAt.getTime() >= SEEN_EVERY_MS) {
    await services.storage.appSessions.touch(found.session.id, now);
  }
  return actorOf(found);
}

/** The person of an app session by its row, for streams that outlive their request. It is no use of the session. */
export async function actorOfAppSession(services: ActorSources, appSessionId: string): Promise<Actor> {
  const found = await findLive(services, appSessionId);
  return found === null ? ANONYMOUS : actorOf(found);
}

interface Found {
  readonly session: AppSessionRecord;
  readonly user: UserRecord;
}

async function findLive(
  { storage, clock, settings }: ActorSources,
  appSessionId: string,
): Promise<Found | null> {
  const found = await storage.appSessions.withUser(appSessionId);
  const lives =
    found !== null && isLive(found.session, settings, clock.now()) && found.user.disabledAt === null;
  return lives ? found : null;
}

function actorOf({ session, user }: Found): Actor {
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
