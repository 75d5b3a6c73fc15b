import { z } from "zod";
import type { TransferRow } from "@/server/storage/transfer/table-shape";
import type { TransferItem } from "@/server/storage/transfer/transfer-items";
import { AppError } from "@/shared/app-error";
import { Secret } from "@/shared/secret";

/** What is beside the database. */
export interface InstallFiles {
  /** The text of config.yaml; null where there is none. */
  readonly config: string | null;
  /** Names of the settings that variables set; never their values. */
  readonly variables: readonly string[];
  /** The master key in base64, where it was asked for. */
  readonly masterKey: Secret | null;
}

export type BackupItem =
  | TransferItem
  | ({ readonly kind: "install" } & InstallFiles)
  | { readonly kind: "end"; readonly tables: number; readonly rows: number };

const sumSchema = z.object({ rows: z.int(), digest: z.string().length(64) });
const lineSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("install"),
    config: z.string().nullable(),
    variables: z.array(z.string()),
    masterKey: z.string().nullable(),
  }),
  z.object({
    kind: z.literal("table"),
    name: z.string(),
    columns: z.array(z.string()),
    lastNumber: z.number().nullable(),
  }),
  z.object({ kind: z.literal("table_end"), sum: sumSchema }),
  z.object({ kind: z.literal("end"), tables: z.int(), rows: z.int() }),
]);

const NEW_LINE = 0x0a;
const ROWS_AT_ONCE = 250;

/** An item as lines of JSON: a row is a list, everything else an object. */
export function linesOf(item: BackupItem): string {
  if (item.kind === "rows") return item.rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  if (item.kind === "install") {
    return `${JSON.stringify({ ...item, masterKey: item.masterKey?.reveal() ?? null })}\n`;
  }
  return `${JSON.stringify(item)}\n`;
}

/** Reads lines back into items, rows in small pages. Throws STORAGE_BACKUP_DAMAGED. */
export async function* itemsOf(plain: AsyncIterable<Buffer>): AsyncGenerator<BackupItem> {
  let rows: TransferRow[] = [];
  for await (const line of splitLines(plain)) {
    const value = parsed(line);
    if (isRow(value)) {
      rows.push(value);
      if (rows.length < ROWS_AT_ONCE) continue;
    }
    if (rows.length > 0) yield { kind: "rows", rows };
    rows = [];
    if (!isRow(value)) yield itemOf(value);
  }
}

function itemOf(value: unknown): BackupItem {
  const found = lineSchema.safeParse(value);
  if (!found.success) throw unreadable();
  const item = found.data;
  if (item.kind !== "install") return item;
  return { ...item, masterKey: item.masterKey === null ? null : new Secret(item.masterKey) };
}

function parsed(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString("utf8"));
  } catch {
    throw unreadable();
  }
}

function isRow(value: unknown): value is TransferRow {
  return (
    Array.isArray(value) &&
    value.every((one) => one === null || ["string", "number", "boolean"].includes(typeof one))
  );
}

async function* splitLines(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  for await (const piece of stream) {
    let from = 0;
    for (let at = piece.indexOf(NEW_LINE); at !== -1; at = piece.indexOf(NEW_LINE, from)) {
      yield Buffer.concat([...waiting, piece.subarray(from, at)]);
      waiting = [];
      from = at + 1;
    }
    waiting.push(piece.subarray(from));
  }
}

function unreadable(): AppError {
  return new AppError("STORAGE_BACKUP_DAMAGED", "The backup opens, but its content is not understood.");
}
