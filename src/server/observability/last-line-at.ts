import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** More than the longest line is wont to be. */
const TAIL_BYTES = 65_536;
const LINE_BEGINNING = /^(?:\{"level":"[A-Z]+","time":")?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)/gm;

/**
 * When the last line of a log file was written, in milliseconds: by the line itself, so that a copied or touched file
 * is as old as what it says; by the file's own time where it holds no line. Throws what the file system throws.
 */
export function lastLineAt(path: string): number {
  const descriptor = openSync(path, "r");
  try {
    const { size, mtimeMs } = fstatSync(descriptor);
    const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
    readSync(descriptor, tail, 0, tail.length, size - tail.length);
    const last = [...tail.toString("utf8").matchAll(LINE_BEGINNING)].at(-1)?.[1];
    return last === undefined ? mtimeMs : Date.parse(last);
  } finally {
    closeSync(descriptor);
  }
}
