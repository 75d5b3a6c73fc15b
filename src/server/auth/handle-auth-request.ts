import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import type { AuthSettings } from "@/server/auth/auth-settings";
import { deviceCookieHeader, deviceCookieName, readCookie } from "@/server/auth/cookies";
import { createNextAuthOptions } from "@/server/auth/next-auth-options";
import { requestFacts } from "@/server/auth/request-facts";
import type { Services } from "@/server/services/service-context";

/** Next's second argument to the route: which of next-auth's pages and actions is meant. */
export interface AuthRouteContext {
  readonly params: Promise<{ readonly nextauth: string[] }>;
}

/** Answers `/api/auth/*`: next-auth's own protocol, and the device cookie after a sign-in. */
export async function handleAuthRequest(
  services: Services,
  settings: AuthSettings,
  request: NextRequest,
  route: AuthRouteContext,
): Promise<Response> {
  let newDeviceCookie: string | null = null;
  const options = createNextAuthOptions({
    ctx: { ...services, actor: { type: "anonymous" }, request: requestFacts(request.headers) },
    settings,
    deviceCookie: readCookie(request.headers, deviceCookieName(settings)),
    onSignedIn: (value) => {
      newDeviceCookie = value;
    },
  });
  const response: Response = await NextAuth(request, route, options);
  if (newDeviceCookie !== null) {
    response.headers.append("set-cookie", deviceCookieHeader(settings, newDeviceCookie));
  }
  return response;
}
