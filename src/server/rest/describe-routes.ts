import { z } from "zod";
import { exampleOf } from "@/server/rest/example-of";
import { type JsonSchema, jsonSchemaOf } from "@/server/rest/json-schema-of";
import type { RestMethod, RestRoute } from "@/server/rest/rest-route";
import type { Permission } from "@/shared/permissions";
import type { Scope } from "@/shared/schemas/api-token";

export interface ParameterDescription {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required: boolean;
  readonly description: string | null;
  readonly schema: JsonSchema;
}

/** A route in plain data: what the description, its page and whoever else explains the API are made from. */
export interface RouteDescription {
  readonly operationId: string;
  readonly method: RestMethod;
  /** As OpenAPI writes it, under `/api/v1`. */
  readonly path: string;
  readonly noun: string;
  readonly summary: string;
  readonly description: string | null;
  /** One of these is needed; none for a route that any token may call, null for one that needs no token. */
  readonly scopes: readonly Scope[] | null;
  readonly permission: Permission | null;
  readonly parameters: readonly ParameterDescription[];
  readonly body: { readonly schema: JsonSchema; readonly example: unknown } | null;
  readonly status: number;
  readonly mediaType: string;
  /** Null for answers that are not JSON. */
  readonly reply: { readonly schema: JsonSchema; readonly example: unknown } | null;
}

/** Describes routes in the order of the table. */
export function describeRoutes(routes: readonly RestRoute[]): RouteDescription[] {
  return routes.map((route) => {
    const { operationId, method, noun, summary, access } = route;
    return {
      operationId,
      method,
      path: route.path.replace("*}", "}"),
      noun,
      summary,
      description: route.description ?? null,
      scopes: access.kind === "open" ? null : access.kind === "token" ? [] : access.scopes,
      permission: access.kind === "scoped" ? access.permission : null,
      parameters: parametersOf(route),
      body: bodyOf(route),
      status: route.kind === "json" ? route.status : 200,
      mediaType: route.kind === "stream" ? route.mediaType : "application/json",
      reply: route.kind === "stream" ? null : withExample(jsonSchemaOf(route.output, "output")),
    };
  });
}

function parametersOf(route: RestRoute): ParameterDescription[] {
  if (route.kind === "open") return [];
  return [
    ...parametersIn("path", route.params),
    ...(route.query === null ? [] : parametersIn("query", route.query)),
  ];
}

function parametersIn(place: "path" | "query", parameters: z.ZodObject): ParameterDescription[] {
  const { required = [] } = z.toJSONSchema(parameters, { io: "input", unrepresentable: "any" });
  return Object.entries(parameters.shape).map(([name, each]) => {
    const { description, ...schema } = jsonSchemaOf(each, "output");
    return {
      name,
      in: place,
      required: required.includes(name),
      description: typeof description === "string" ? description : null,
      schema,
    };
  });
}

function bodyOf(route: RestRoute): RouteDescription["body"] {
  if (route.kind !== "json" || Object.keys(route.body.shape).length === 0) return null;
  return withExample(jsonSchemaOf(route.body, "input"));
}

const withExample = (schema: JsonSchema) => ({ schema, example: exampleOf(schema) });
