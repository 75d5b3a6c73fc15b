import type { IncomingMessage, ServerResponse } from "node:http";
import { routeClassOf } from "@/serve/measure-requests";
import { inSpan } from "@/server/observability/traces";

/**
 * Answers a request within a span. Its trace goes on from the `traceparent` that came with it: strangers' were taken
 * off before. Its name and facts hold the class of the route, never the address.
 */
export function traceRequest(
  request: IncomingMessage,
  response: ServerResponse,
  basePath: string,
  work: () => Promise<void>,
): Promise<void> {
  const route = routeClassOf(request.url ?? "/", basePath);
  if (route === "file" || route === "probe") return work();
  const method = request.method ?? "GET";
  const parent = request.headers["traceparent"];
  const facts = { "http.request.method": method, "http.route": route };
  return inSpan(
    `${method} ${route}`,
    facts,
    async (span) => {
      await work();
      span.add({ "http.response.status_code": response.statusCode });
    },
    typeof parent === "string" ? parent : undefined,
  );
}
