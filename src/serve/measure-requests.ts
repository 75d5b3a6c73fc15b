import type { IncomingMessage, ServerResponse } from "node:http";
import type { Metrics } from "@/server/observability/metrics";
import { API_ADDRESSES } from "@/shared/addresses";

/** Classes of routes, so that no figure or trace holds what stands in an address. */
const CLASSES = [
  ["/_next/", "file"],
  [`${API_ADDRESSES.trpc}/`, "act"],
  [`${API_ADDRESSES.rest}/`, "api"],
  [API_ADDRESSES.mcp, "mcp"],
  [`${API_ADDRESSES.auth}/`, "sign-in"],
  [`${API_ADDRESSES.calendar}/`, "calendar"],
  [API_ADDRESSES.all, "probe"],
] as const;

export type RouteClass = (typeof CLASSES)[number][1] | "page";

/** The class of a request's route; what is no part of the API is a page. */
export function routeClassOf(url: string, basePath: string): RouteClass {
  const path = (url.split("?", 1)[0] ?? "/").slice(basePath.length);
  return CLASSES.find(([prefix]) => path.startsWith(prefix))?.[1] ?? "page";
}

/** What is not timed: files and probes would hide the others, and streams last as long as somebody looks. */
const UNTIMED: readonly RouteClass[] = ["file", "probe"];

/** Times a request until its answer is sent whole. */
export function measureRequest(
  request: IncomingMessage,
  response: ServerResponse,
  metrics: Pick<Metrics, "observe">,
  basePath: string,
): void {
  const route = routeClassOf(request.url ?? "/", basePath);
  if (UNTIMED.includes(route)) return;
  const startedAt = performance.now();
  response.once("finish", () => {
    const isStream = String(response.getHeader("content-type") ?? "").startsWith("text/event-stream");
    if (!isStream) metrics.observe("http_duration", (performance.now() - startedAt) / 1000, route);
  });
}
