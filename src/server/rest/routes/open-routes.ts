import { z } from "zod";
import { describeApi } from "@/server/rest/describe-api";
import type { OpenRoute, RestRoute } from "@/server/rest/rest-route";
import { basePathOf } from "@/shared/addresses";
import { healthReplySchema } from "@/shared/schemas/rest";

const noun = "Service";

const health: OpenRoute = {
  kind: "open",
  method: "GET",
  path: "/health",
  operationId: "getHealth",
  noun,
  summary: "Whether the app is up and its database answers",
  access: { kind: "open", reason: "Tells nothing but that the service runs" },
  output: healthReplySchema,
  run: async ({ storage }) => {
    try {
      await storage.ping();
      return { status: 200, body: { status: "ok" } };
    } catch {
      return { status: 503, body: { status: "unavailable" } };
    }
  },
};

/** The routes that need no token, of which one describes all of them. */
export function openRoutes(described: readonly RestRoute[]): readonly RestRoute[] {
  let document: Record<string, unknown> | null = null;
  const description: OpenRoute = {
    kind: "open",
    method: "GET",
    path: "/openapi.json",
    operationId: "getDescription",
    noun,
    summary: "This API as an OpenAPI 3.1 document",
    access: { kind: "open", reason: "The same on every install; holds nobody's data" },
    output: z.record(z.string(), z.unknown()),
    run: async (ctx) => {
      document ??= describeApi(routes, basePathOf(ctx.settings.publicUrl));
      return { status: 200, body: document };
    },
  };
  const routes: readonly RestRoute[] = [...described, health, description];
  return [health, description];
}
