import { z } from "zod";
import { BrokerError } from "@/server/brokers/broker-error";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import { type RobinhoodCall, request } from "@/server/brokers/robinhood/call";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import { unexpectedReply } from "@/server/brokers/robinhood/error-mapping";
import { readCall } from "@/server/brokers/robinhood/read-call";

/** Of 100 rows each: more than anyone's history has. */
const defaultMaxPages = 2000;

const pageSchema = z.object({
  results: z.array(z.unknown()).max(5000),
  next: z.string().max(4096).nullish(),
});

/** A list to read. `path` has the query. */
export interface ListRead {
  readonly step: string;
  readonly path: string;
  readonly route: string;
}

/** The rows that could be read, and what kept the others away; null where nothing did. */
export interface ListReading<Row> {
  readonly rows: Row[];
  readonly error: BrokerError | null;
}

export interface ListPage<Row> extends ListReading<Row> {
  /** Address of the page behind this one; null on the last. */
  readonly next: string | null;
}

/**
 * One page of a list (protocol sheet 5, pagination). A row of an unexpected shape is left out and told in `error`.
 * Throws where the page itself can't be read.
 */
export async function readPage<Schema extends z.ZodType>(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  read: ListRead,
  rowSchema: Schema,
): Promise<ListPage<z.infer<Schema>>> {
  const call = readCall(ctx, session, read);
  const { results, next } = await request(ctx, call, pageSchema);
  const rows: z.infer<Schema>[] = [];
  let error: BrokerError | null = null;
  for (const [index, result] of results.entries()) {
    const parsed = rowSchema.safeParse(result);
    if (parsed.success) rows.push(parsed.data);
    else error ??= misfit(call, index, parsed.error);
  }
  if (next === null || next === undefined) return { rows, error, next: null };
  if (!URL.canParse(next, call.url)) throw unexpectedReply(call, 200, "next");
  return { rows, error, next };
}

function misfit(call: RobinhoodCall, index: number, error: z.ZodError): BrokerError {
  const issues = error.issues.slice(0, 5).map((issue) => `${issue.path.join(".")} (${issue.code})`);
  return unexpectedReply(call, 200, `results.${index}: ${issues.join(", ")}`);
}

/**
 * All pages of a list, or those up to the first one of which `isPast` says of every row that it is older than what
 * is wanted. What was read before a failure is kept. Throws AUTH_SESSION_EXPIRED; every other BrokerError comes
 * back in `error`.
 */
export async function readList<Schema extends z.ZodType>(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  read: ListRead,
  rowSchema: Schema,
  options: { readonly isPast?: (row: z.infer<Schema>) => boolean; readonly maxPages?: number } = {},
): Promise<ListReading<z.infer<Schema>>> {
  const rows: z.infer<Schema>[] = [];
  let error: BrokerError | null = null;
  let path = read.path;
  try {
    for (let page = 0; page < (options.maxPages ?? defaultMaxPages); page += 1) {
      const reading = await readPage(ctx, session, { ...read, path }, rowSchema);
      rows.push(...reading.rows);
      error ??= reading.error;
      if (isPastAll(reading.rows, options.isPast) || reading.next === null) return { rows, error };
      path = reading.next;
    }
  } catch (thrown) {
    return { rows, error: partError(thrown) };
  }
  return { rows, error: unexpectedReply(readCall(ctx, session, { ...read, path }), 200, "next") };
}

function isPastAll<Row>(rows: readonly Row[], isPast: ((row: Row) => boolean) | undefined): boolean {
  return isPast !== undefined && rows.length > 0 && rows.every(isPast);
}

/**
 * Reads what is known of many ids or symbols: so many of them a call, side by side. Rows are in no order. Throws
 * as {@link readList}.
 */
export async function readInChunks<Schema extends z.ZodType>(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  items: Iterable<string>,
  chunk: { readonly size: number; readonly readOf: (items: readonly string[]) => ListRead },
  rowSchema: Schema,
): Promise<ListReading<z.infer<Schema>>> {
  const wanted = [...new Set(items)];
  const chunks = Array.from({ length: Math.ceil(wanted.length / chunk.size) }, (_, index) =>
    wanted.slice(index * chunk.size, (index + 1) * chunk.size),
  );
  const readings = await Promise.all(
    chunks.map((part) => readList(ctx, session, chunk.readOf(part), rowSchema, { maxPages: maxChunkPages })),
  );
  return {
    rows: readings.flatMap((reading) => reading.rows),
    error: readings.find((reading) => reading.error !== null)?.error ?? null,
  };
}

/** A list of named ids that does not end soon is not the one that was asked for. */
const maxChunkPages = 100;

/** A failure that leaves the rest of a reply good. Throws what is none: a dead session, or our own mistake. */
export function partError(thrown: unknown): BrokerError {
  if (thrown instanceof BrokerError && thrown.code !== "AUTH_SESSION_EXPIRED") return thrown;
  throw thrown;
}

/** A path with its query; lists are joined by commas, and what is undefined is left out. */
export function pathWithQuery(
  path: string,
  query: Readonly<Record<string, string | readonly string[] | undefined>>,
): string {
  const parts = Object.entries(query).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const values = typeof value === "string" ? [value] : value;
    return [`${encodeURIComponent(name)}=${values.map(encodeURIComponent).join(",")}`];
  });
  return parts.length === 0 ? path : `${path}?${parts.join("&")}`;
}
