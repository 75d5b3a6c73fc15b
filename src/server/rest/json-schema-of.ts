import { z } from "zod";

/** A JSON Schema of draft 2020-12, as OpenAPI 3.1 takes it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What comes out of a schema (answers), or what is to be put in (bodies). Everything is written out: no references. */
export function jsonSchemaOf(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  const { $schema: _draft, ...rest } = z.toJSONSchema(schema, { io, reused: "inline", cycles: "throw" });
  return rest;
}
