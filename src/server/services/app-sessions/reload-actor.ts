import { actorOfToken } from "@/server/services/api-tokens/actor-of-token";
import { actorOfAppSession } from "@/server/services/app-sessions/load-actor";
import type { UserActor } from "@/server/services/permit";
import type { Actor, Services } from "@/server/services/service-context";

/**
 * The actor as they stand now, for work that outlives its request: `anonymous` once the app session, the API token or
 * the person may not act any more. It is no use of session or token.
 */
export async function reloadActor(
  services: Pick<Services, "storage" | "clock" | "settings">,
  actor: UserActor,
): Promise<Actor> {
  if (actor.appSessionId !== null) return actorOfAppSession(services, actor.appSessionId);
  if (actor.token !== undefined) return actorOfToken(services, actor.token.id);
  const user = await services.storage.users.byId(actor.userId);
  return user === null || user.disabledAt !== null
    ? { type: "anonymous" }
    : { ...actor, email: user.email, displayName: user.displayName, roles: user.roles };
}
