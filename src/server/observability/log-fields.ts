import { AppError } from "@/shared/app-error";
import { Secret } from "@/shared/secret";

const REDACTED = "[redacted]";
const MAX_DEPTH = 6;
const MAX_ITEMS = 100;
const MAX_TEXT = 4000;
/** A second line of defence behind `Secret`: fields with such names are not printed whatever they hold. */
const SECRET_NAMES =
  /^(.*password.*|.*passphrase.*|.*secret.*|.*cookie.*|authorization|.*token|.*(api|private|master)_?key|mfa_?code|otp|pin)$/i;

/** Copies log fields into plain data that is safe to print: bounded, without secrets, errors spelled out. */
export function logFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return plainObject(fields, 0, new Set());
}

function plain(value: unknown, depth: number, above: ReadonlySet<object>): unknown {
  if (typeof value === "string") return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value;
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "function" || typeof value === "symbol") return undefined;
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Secret) return REDACTED;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (depth >= MAX_DEPTH || above.has(value)) return "[…]";
  const below = new Set(above).add(value);
  if (value instanceof Error) return plainError(value, depth + 1, below);
  if (Array.isArray(value))
    return value.slice(0, MAX_ITEMS).map((item: unknown) => plain(item, depth + 1, below));
  return plainObject(value, depth + 1, below);
}

function plainObject(value: object, depth: number, above: ReadonlySet<object>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MAX_ITEMS)
      .map(([name, item]: [string, unknown]) => [name, guarded(name, item, depth, above)]),
  );
}

function guarded(name: string, item: unknown, depth: number, above: ReadonlySet<object>): unknown {
  return SECRET_NAMES.test(name) && item !== null && item !== undefined
    ? REDACTED
    : plain(item, depth, above);
}

/** Name, message, code, stack and cause. An error's other properties may hold a whole request: they are left out. */
function plainError(error: Error, depth: number, above: ReadonlySet<object>): Record<string, unknown> {
  const code: unknown = error instanceof AppError ? error.code : Object.entries(error).find(isCode)?.[1];
  return {
    name: error.name,
    message: plain(error.message, depth, above),
    ...(code === undefined ? {} : { code }),
    ...(error.stack === undefined ? {} : { stack: plain(error.stack, depth, above) }),
    ...(error.cause === undefined ? {} : { cause: plain(error.cause, depth, above) }),
  };
}

function isCode([name, value]: [string, unknown]): boolean {
  return name === "code" && (typeof value === "string" || typeof value === "number");
}
