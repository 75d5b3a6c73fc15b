import { isUtf8 } from "node:buffer";
import {
  type FlatValue,
  MOST_ENTRIES,
  MOST_FILE_BYTES,
  MOST_TEXT_BYTES,
  type RecordReading,
} from "@/server/session-file/formats/flat-record";

/** Reads a JSON object of texts, numbers and null, as the forks of the Python client write it. Never throws. */
export function readJson(bytes: Buffer): RecordReading {
  if (bytes.length > MOST_FILE_BYTES) return refused("too_big");
  if (!isUtf8(bytes)) return refused("text_not_valid");
  const value = parse(bytes.toString("utf8"));
  if (value === undefined) return refused("json_not_valid");
  if (value === null || typeof value !== "object" || Array.isArray(value)) return refused("not_a_record");
  const entries = Object.entries(value);
  if (entries.length > MOST_ENTRIES) return refused("too_many_values");
  const record = new Map<string, FlatValue>();
  for (const [name, field] of entries) {
    if (!isFlat(field)) return refused(typeof field === "object" ? "nested" : "value_not_plain");
    if (Buffer.byteLength(String(field)) > MOST_TEXT_BYTES) return refused("text_too_long");
    record.set(name, field);
  }
  return { kind: "record", record };
}

function isFlat(value: unknown): value is FlatValue {
  return value === null || typeof value === "string" || (typeof value === "number" && Number.isFinite(value));
}

function refused(reason: Extract<RecordReading, { kind: "refused" }>["reason"]): RecordReading {
  return { kind: "refused", reason, at: 0 };
}

/** The parser's own error is dropped: it quotes the text, tokens included. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
