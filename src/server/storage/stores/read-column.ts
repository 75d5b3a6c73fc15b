import type { z } from "zod";
import { AppError } from "@/shared/app-error";

/**
 * Parses one stored value. Throws STORAGE_READ_ERROR that names the column, never the value, when the row does
 * not hold what this version expects.
 */
export function readColumn<Schema extends z.ZodType>(
  column: string,
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw unreadable(column);
  return parsed.data;
}

/** {@link readColumn} for JSON text. */
export function readJsonColumn<Schema extends z.ZodType>(
  column: string,
  schema: Schema,
  text: string,
): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw unreadable(column);
  }
  return readColumn(column, schema, value);
}

function unreadable(column: string): AppError {
  return new AppError("STORAGE_READ_ERROR", `A stored value of ${column} could not be understood`);
}
