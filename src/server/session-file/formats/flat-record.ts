import type { FileRefusal } from "@/server/session-file/formats/file-refusal";

/** What a session file may hold: names with plain values. A map, so that no name means anything to JavaScript. */
export type FlatValue = string | number | null;
export type FlatRecord = ReadonlyMap<string, FlatValue>;

/** What reading a file gave; `at` is the offset, in bytes, at which it was refused. */
export type RecordReading =
  | { readonly kind: "record"; readonly record: FlatRecord }
  | { readonly kind: "refused"; readonly reason: FileRefusal; readonly at: number };

/** No session file is larger: its tokens are of about 1 kB (protocol sheet 4.1). */
export const MOST_FILE_BYTES = 65_536;
/** No text in it is longer; the stored session has the same limit. */
export const MOST_TEXT_BYTES = 8192;
/** A session has five entries; other programs may have added some. */
export const MOST_ENTRIES = 64;
