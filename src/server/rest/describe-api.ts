import { describeRoutes, type RouteDescription } from "@/server/rest/describe-routes";
import { jsonSchemaOf } from "@/server/rest/json-schema-of";
import type { RestRoute } from "@/server/rest/rest-route";
import { API_ADDRESSES } from "@/shared/addresses";
import { APP_VERSION } from "@/shared/app-version";
import { problemSchema } from "@/shared/schemas/rest";

const INTRODUCTION = `Read-mostly access for programs. Send an API token as \`Authorization: Bearer whl_…\`; make one on the
page API tokens. A token does what its scopes name, where its reach allows, and never more than its owner may at that
moment. Failures are problem details (RFC 9457) with the product's own code. Lists come in pages: pass \`nextCursor\`
back as \`cursor\`. \`ETag\` with \`If-None-Match\` saves an answer that did not change. \`RateLimit-*\` tells what is left
of the token's requests in this minute, \`Broker-RateLimit-*\` what is left of the connection's at its broker. A write
with an \`Idempotency-Key\` takes place once, however often it is sent within a day.`;

const RATE_LIMIT_HEADERS = Object.fromEntries(
  ["Limit", "Remaining", "Reset"].map((name) => [
    `RateLimit-${name}`,
    { schema: { type: "integer" }, description: name === "Reset" ? "Seconds" : "Requests" },
  ]),
);

const IDEMPOTENCY_KEY = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description: "Any text of your own; the same text with the same request gets the first answer again",
  schema: { type: "string", minLength: 1, maxLength: 200 },
} as const;

/** The API as an OpenAPI 3.1 document, for an app that lives below `basePath`. */
export function describeApi(routes: readonly RestRoute[], basePath = ""): Record<string, unknown> {
  const descriptions = describeRoutes(routes);
  const paths = new Map<string, Record<string, unknown>>();
  for (const route of descriptions) {
    paths.set(route.path, { ...paths.get(route.path), [route.method.toLowerCase()]: operationOf(route) });
  }
  return {
    openapi: "3.1.1",
    info: { title: "Wheelhouse", version: APP_VERSION, description: INTRODUCTION.replaceAll("\n", " ") },
    servers: [{ url: `${basePath}${API_ADDRESSES.rest}` }],
    tags: [...new Set(descriptions.map(({ noun }) => noun))].map((name) => ({ name })),
    paths: Object.fromEntries(paths),
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer", description: "An API token" } },
      schemas: { Problem: jsonSchemaOf(problemSchema, "output") },
      responses: {
        Problem: {
          description: "What went wrong, and what to do about it",
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      },
    },
  };
}

function operationOf(route: RouteDescription): Record<string, unknown> {
  const { operationId, noun, summary, description, scopes, permission, body, reply } = route;
  const isWrite = route.method !== "GET" && reply !== null;
  return {
    operationId,
    tags: [noun],
    summary,
    ...(description !== null && { description }),
    security: securityOf(scopes),
    ...(permission !== null && { "x-permission": permission }),
    parameters: [
      ...route.parameters.map(({ description, ...rest }) => ({
        ...rest,
        ...(description !== null && { description }),
      })),
      ...(isWrite ? [IDEMPOTENCY_KEY] : []),
    ],
    ...(body !== null && { requestBody: { required: true, content: { "application/json": body } } }),
    responses: {
      [route.status]: {
        description: summary,
        ...(scopes !== null && { headers: RATE_LIMIT_HEADERS }),
        content: { [route.mediaType]: reply ?? {} },
      },
      default: { $ref: "#/components/responses/Problem" },
    },
  };
}

/** One requirement of a list is enough. */
function securityOf(scopes: RouteDescription["scopes"]): Record<string, readonly string[]>[] {
  if (scopes === null) return [];
  return scopes.length === 0 ? [{ token: [] }] : scopes.map((scope) => ({ token: [scope] }));
}
