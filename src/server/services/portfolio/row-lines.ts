import type { ZodType } from "zod";
import { breathe } from "@/server/services/breathe";

/** So many rows are written, read or checked in one go: some milliseconds. */
const SLICE = 200;

/** Rows as lines of JSON, each an array of some rows, so that no line takes long to read again. */
export async function toLines(rows: readonly unknown[]): Promise<string[]> {
  const lines: string[] = [];
  for (let from = 0; from < rows.length; from += SLICE) {
    lines.push(JSON.stringify(rows.slice(from, from + SLICE)));
    await breathe();
  }
  return lines;
}

/** The rows of {@link toLines}, each checked. Throws when a line or row is not what the schema says. */
export async function fromLines<Row>(schema: ZodType<Row>, lines: readonly string[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const line of lines) {
    rows.push(...schema.array().parse(JSON.parse(line)));
    await breathe();
  }
  return rows;
}

/** Rows that came from outside, each checked. */
export async function checkRows<Row>(schema: ZodType<Row>, given: readonly unknown[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (let from = 0; from < given.length; from += SLICE) {
    rows.push(...schema.array().parse(given.slice(from, from + SLICE)));
    await breathe();
  }
  return rows;
}
