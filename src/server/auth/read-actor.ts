import type { AuthSettings } from "@/server/auth/auth-settings";
import { readSessionToken } from "@/server/auth/session-token";
import { loadActor } from "@/server/services/app-sessions/load-actor";
import type { Actor, Services } from "@/server/services/service-context";

/** Who sends the request, as the database says at this moment; `anonymous` without a live app session. */
export async function readActor(
  services: Services,
  settings: AuthSettings,
  headers: Headers,
): Promise<Actor> {
  const token = await readSessionToken(settings, headers);
  return token === null ? { type: "anonymous" } : loadActor(services, token);
}
