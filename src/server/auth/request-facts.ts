import type { RequestFacts } from "@/server/services/service-context";

const MAX_USER_AGENT = 400;
const MAX_ID = 64;
const MAX_ADDRESS = 64;

/**
 * The facts of a request that the audit log keeps. Address and request id come from headers that our own server
 * sets and strips from what clients send; the user agent is whatever the client claims, bounded.
 */
export function requestFacts(headers: Headers, from: RequestFacts["interface"] = "web"): RequestFacts {
  return {
    id: bounded(headers.get("x-wheelhouse-request-id"), MAX_ID) ?? "unknown",
    ipAddress: bounded(headers.get("x-wheelhouse-client-address"), MAX_ADDRESS),
    userAgent: bounded(headers.get("user-agent"), MAX_USER_AGENT),
    interface: from,
  };
}

function bounded(text: string | null, length: number): string | null {
  const flat = text?.replace(/\p{Cc}+/gu, " ").trim() ?? "";
  return flat === "" ? null : flat.slice(0, length);
}
