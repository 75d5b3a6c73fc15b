import { type AuthSettings, isHttps } from "@/server/auth/auth-settings";

const DEVICE_COOKIE_SECONDS = 180 * 24 * 60 * 60;

/** Name of the cookie; browsers accept `__Host-` only from https, for this host, for the whole site. */
function cookieName(settings: AuthSettings, name: string): string {
  return isHttps(settings) ? `__Host-wheelhouse.${name}` : `wheelhouse.${name}`;
}

/** The cookie that carries the app session. */
export function sessionCookieName(settings: AuthSettings): string {
  return cookieName(settings, "session");
}

/** The cookie that knows the browser again at the next sign-in. */
export function deviceCookieName(settings: AuthSettings): string {
  return cookieName(settings, "device");
}

/** `Set-Cookie` for the device cookie: 180 days, not readable by scripts. */
export function deviceCookieHeader(settings: AuthSettings, value: string): string {
  const secure = isHttps(settings) ? "; Secure" : "";
  return `${deviceCookieName(settings)}=${value}; Path=/; Max-Age=${DEVICE_COOKIE_SECONDS}; HttpOnly; SameSite=Lax${secure}`;
}

/** The value of a cookie in a `Cookie` header; null when it is absent, empty or not decodable. */
export function readCookie(headers: Headers, name: string): string | null {
  for (const pair of (headers.get("cookie") ?? "").split(";")) {
    const at = pair.indexOf("=");
    if (at < 0 || pair.slice(0, at).trim() !== name) continue;
    try {
      return decodeURIComponent(pair.slice(at + 1).trim()) || null;
    } catch {
      return null;
    }
  }
  return null;
}
