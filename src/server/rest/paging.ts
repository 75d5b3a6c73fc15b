import { z } from "zod";
import type { RestContext } from "@/server/rest/rest-route";
import { AppError } from "@/shared/app-error";

const MOST_ROWS = 200;
const DEFAULT_ROWS = 50;
const MAC_LENGTH = 22;

/**
 * Query of every list, of at most so many rows at once. A cursor is opaque: it is good for the token, the path and the
 * filters that it was made with.
 */
export function pageQuery(most = MOST_ROWS) {
  return {
    limit: z
      .string()
      .regex(/^\d{1,3}$/, `Give a number from 1 to ${most}`)
      .transform(Number)
      .pipe(z.int().min(1).max(most))
      .default(DEFAULT_ROWS),
    cursor: z.string().min(1).max(4000).optional().describe("nextCursor of the page before"),
  };
}

/** What a cursor belongs to: the operation, and everything that was asked except for the page itself. */
export interface PageSubject {
  readonly operation: string;
  readonly input: unknown;
}

type CursorContext = Pick<RestContext, "cipher" | "token">;

/** Wraps the place of a page so that it fits nothing else. */
export function sealCursor(ctx: CursorContext, subject: PageSubject, place: string): string {
  const text = Buffer.from(place).toString("base64url");
  return `${text}.${macOf(ctx, subject, text)}`;
}

/** The place in a cursor; null without one. Throws API_INVALID_REQUEST for one that was not made for this. */
export function openCursor(
  ctx: CursorContext,
  subject: PageSubject,
  cursor: string | undefined,
): string | null {
  if (cursor === undefined) return null;
  const [text = "", mac = ""] = cursor.split(".", 2);
  if (`${text}.${mac}` !== cursor || mac !== macOf(ctx, subject, text)) {
    throw new AppError("API_INVALID_REQUEST", "The cursor is not valid", {
      fields: { cursor: "Give it as the page before did, with the same token, path and filters" },
    });
  }
  return Buffer.from(text, "base64url").toString();
}

function macOf({ cipher, token }: CursorContext, { operation, input }: PageSubject, text: string): string {
  const bound = JSON.stringify([token.id, operation, input, text]);
  return cipher.fingerprint("rest_cursor", bound).slice(0, MAC_LENGTH);
}

/**
 * One page of rows that are all at hand. It begins after the row at which the page before ended, also when others
 * came or went meanwhile; where that row itself is gone, at its place.
 */
export function pageOf<Row>(
  ctx: CursorContext,
  subject: PageSubject,
  rows: readonly Row[],
  page: {
    readonly limit: number;
    readonly cursor?: string | undefined;
    readonly keyOf: (row: Row) => string;
  },
): { rows: Row[]; nextCursor: string | null } {
  const place = openCursor(ctx, subject, page.cursor);
  const start = place === null ? 0 : startOf(rows.map(page.keyOf), place);
  const end = start + page.limit;
  const last = rows[end - 1];
  return {
    rows: rows.slice(start, end),
    nextCursor:
      last === undefined || end >= rows.length
        ? null
        : sealCursor(ctx, subject, `${end}:${page.keyOf(last)}`),
  };
}

function startOf(keys: readonly string[], place: string): number {
  const colon = place.indexOf(":");
  const end = Number(place.slice(0, colon));
  const key = place.slice(colon + 1);
  const found = keys[end - 1] === key ? end - 1 : keys.indexOf(key);
  return found === -1 ? end : found + 1;
}
