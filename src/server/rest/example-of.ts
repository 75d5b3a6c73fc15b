import { z } from "zod";
import type { JsonSchema } from "@/server/rest/json-schema-of";

const partSchema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  const: z.unknown().optional(),
  default: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  minimum: z.number().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  properties: z.record(z.string(), z.looseObject({})).optional(),
  items: z.looseObject({}).optional(),
  anyOf: z.array(z.looseObject({ type: z.unknown().optional() })).optional(),
  oneOf: z.array(z.looseObject({})).optional(),
});
type Part = z.infer<typeof partSchema>;

/** A value that fits a schema of this API, to show what an answer looks like. The figures mean nothing. */
export function exampleOf(schema: JsonSchema): unknown {
  const part = partSchema.parse(schema);
  if (part.const !== undefined) return part.const;
  if (part.default !== undefined) return part.default;
  if (part.enum !== undefined) return part.enum[0];
  const choice = part.oneOf?.[0] ?? part.anyOf?.find(({ type }) => type !== "null");
  if (choice !== undefined) return exampleOf(choice);
  switch (part.type) {
    case "object":
      return Object.fromEntries(
        Object.entries(part.properties ?? {}).map(([name, each]) => [name, exampleOf(each)]),
      );
    case "array":
      return part.items === undefined ? [] : [exampleOf(part.items)];
    case "integer":
    case "number":
      return Math.max(1, part.minimum ?? 0);
    case "boolean":
      return false;
    case "string":
      return textOf(part);
    default:
      return null;
  }
}

function textOf({ format, pattern, minLength, maxLength }: Part): string {
  if (format === "date") return "2026-03-20";
  if (format === "date-time") return "2026-03-02T14:30:00.000Z";
  if (format === "uri") return "https://broker.example/";
  if (pattern !== undefined) return "12.50";
  return "text".padEnd(minLength ?? 0, ".").slice(0, maxLength);
}
