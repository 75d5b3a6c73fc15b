import type { PublicRequest } from "@/server/http/public-client";

/** A request with a JSON body, as all hooks take it. */
export function hookRequest(
  url: string,
  payload: unknown,
  headers: Readonly<Record<string, string>> = {},
): PublicRequest {
  return { url, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(payload) };
}
