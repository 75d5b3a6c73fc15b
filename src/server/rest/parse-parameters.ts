import type { z } from "zod";
import { AppError } from "@/shared/app-error";

const MOST_FIELDS = 20;
const LONGEST_NAME = 64;

/** Parameters of a path or a query. Throws API_INVALID_REQUEST that names the wrong ones. */
export function parseParameters<Schema extends z.ZodObject>(
  schema: Schema,
  raw: Readonly<Record<string, string | readonly string[]>>,
): z.output<Schema> {
  // One of the databases can't even look for a NUL, and no text of ours has one.
  if (JSON.stringify(Object.values(raw)).includes("\\u0000")) throw new AppError("API_INVALID_REQUEST");
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new AppError("API_INVALID_REQUEST", "A parameter is not valid", { fields: fieldsOf(parsed.error) });
}

/** A body. Throws VALIDATION_INVALID_INPUT that names the wrong fields. */
export function parseBody<Schema extends z.ZodObject>(schema: Schema, raw: unknown): z.output<Schema> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new AppError("VALIDATION_INVALID_INPUT", undefined, { fields: fieldsOf(parsed.error) });
}

/** The first problem of each field by its path, names that are not known included. Never a value. */
function fieldsOf(error: z.ZodError): Record<string, string> {
  const fields = new Map<string, string>();
  for (const issue of error.issues) {
    const path = issue.path.map(String);
    const told =
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => [[...path, key].join("."), "There is no such field"] as const)
        : [[path.join("."), issue.message] as const];
    for (const [name, problem] of told) {
      const short = name.slice(0, LONGEST_NAME);
      if (!fields.has(short) && fields.size < MOST_FIELDS) fields.set(short, problem);
    }
  }
  return Object.fromEntries(fields);
}
