import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { describeApi } from "@/server/rest/describe-api";
import { describeRoutes } from "@/server/rest/describe-routes";
import { exampleOf } from "@/server/rest/example-of";
import { jsonSchemaOf } from "@/server/rest/json-schema-of";
import { allRoutes } from "@/server/rest/routes/all-routes";
import { SCOPES } from "@/shared/schemas/api-token";

const document = describeApi(allRoutes);
const descriptions = describeRoutes(allRoutes);
const operationsSchema = z.record(
  z.string(),
  z.record(
    z.string(),
    z.object({
      operationId: z.string(),
      security: z.array(z.record(z.string(), z.array(z.string()))),
      parameters: z.array(z.object({ name: z.string(), in: z.string(), required: z.boolean() })),
    }),
  ),
);

describe("the description of the API", () => {
  it("is a valid OpenAPI 3.1 document", async () => {
    const validator = new Validator();
    expect(await validator.validate(JSON.parse(JSON.stringify(document)))).toEqual({ valid: true });
    expect(validator.version).toBe("3.1");
  });

  it("has every route of the table, with its scopes", () => {
    const paths = operationsSchema.parse(document["paths"]);
    const told = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { operationId, security }]) => [
        `${method.toUpperCase()} ${path}`,
        operationId,
        security.flatMap(({ token }) => token ?? []),
      ]),
    );
    const expected = allRoutes.map(({ method, path, operationId, access }) => [
      `${method} ${path.replace("*}", "}")}`,
      operationId,
      access.kind === "scoped" ? [...access.scopes] : [],
    ]);
    expect(told.toSorted()).toEqual(expected.toSorted());
    expect(new Set(allRoutes.map(({ operationId }) => operationId)).size).toBe(allRoutes.length);
  });

  it("names each parameter of a path, and what must be given", () => {
    for (const { path, parameters } of descriptions) {
      const named = parameters.filter((each) => each.in === "path").map(({ name }) => name);
      expect(named.toSorted()).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted());
    }
    const options = descriptions.find(({ operationId }) => operationId === "listOptions");
    const needed = options?.parameters.filter(({ required }) => required).map(({ name }) => name);
    expect(needed).toEqual(["id", "underlying"]);
  });

  it("shows examples that fit", () => {
    for (const route of allRoutes) {
      if (route.kind !== "stream") {
        const example = exampleOf(jsonSchemaOf(route.output, "output"));
        expect(route.output.safeParse(example).error).toBeUndefined();
      }
    }
  });

  it("has a route for every scope that reads or writes", () => {
    const used = new Set<string>(descriptions.flatMap(({ scopes }) => scopes ?? []));
    const expected = Object.keys(SCOPES).filter((scope) => !scope.startsWith("session:"));
    expect(expected.filter((scope) => !used.has(scope))).toEqual([]);
  });
});

describe("what routes take", () => {
  const schemas = allRoutes.flatMap((route) => {
    if (route.kind === "open") return [];
    const body = route.kind === "json" ? [route.body] : [];
    const query = route.query === null ? [] : [route.query];
    return [...query, ...body, route.params].map(
      (schema) => [`${route.method} ${route.path}`, schema] as const,
    );
  });

  it.each(schemas)("%s knows no other names and bounds every text and list", (_route, schema) => {
    expect(schema.safeParse({ another: "1" }).error?.issues).toContainEqual(
      expect.objectContaining({ code: "unrecognized_keys", keys: ["another"] }),
    );
    expect(unbounded(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }))).toEqual([]);
  });
});

/** Places in a JSON Schema where a caller could send as much as they like. */
function unbounded(schema: unknown, at = "$"): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const part = z.looseObject({ type: z.unknown().optional() }).parse(schema);
  const isBoundedText = ["maxLength", "enum", "const", "format", "pattern"].some((key) => key in part);
  const own =
    (part.type === "string" && !isBoundedText) ||
    (part.type === "array" && !("maxItems" in part)) ||
    (part.type === "object" && part["additionalProperties"] !== false)
      ? [at]
      : [];
  const within = Object.entries(part).flatMap(([key, each]) =>
    Array.isArray(each)
      ? each.flatMap((one, index) => unbounded(one, `${at}.${key}.${index}`))
      : key === "properties"
        ? Object.entries(z.looseObject({}).parse(each)).flatMap(([name, one]) =>
            unbounded(one, `${at}.${name}`),
          )
        : unbounded(each, `${at}.${key}`),
  );
  return [...own, ...within];
}
