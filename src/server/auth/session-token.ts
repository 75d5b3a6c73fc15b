import { decode } from "next-auth/jwt";
import { z } from "zod";
import type { AuthSettings } from "@/server/auth/auth-settings";
import { readCookie, sessionCookieName } from "@/server/auth/cookies";
import { Secret } from "@/shared/secret";

const cookieContentSchema = z.object({ appSession: z.string().min(20).max(128) });

/** The session token inside a decoded cookie; null when it is not one of ours. */
export function sessionTokenOf(cookieContent: unknown): Secret | null {
  const parsed = cookieContentSchema.safeParse(cookieContent);
  return parsed.success ? new Secret(parsed.data.appSession) : null;
}

/**
 * The session token in the request's cookie, which next-auth encrypted; null without a cookie and for one that
 * is forged, altered or past its end. Whether the app session still lives, only its row can tell.
 */
export async function readSessionToken(settings: AuthSettings, headers: Headers): Promise<Secret | null> {
  const token = readCookie(headers, sessionCookieName(settings));
  if (token === null) return null;
  try {
    return sessionTokenOf(await decode({ token, secret: settings.secret.reveal() }));
  } catch {
    return null;
  }
}
