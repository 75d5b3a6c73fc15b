import {
  ENCRYPTED_MAGIC,
  type FileOpener,
  readEncrypted,
} from "@/server/session-file/formats/encrypted-file";
import type { FileRefusal } from "@/server/session-file/formats/file-refusal";
import { MOST_FILE_BYTES, type RecordReading } from "@/server/session-file/formats/flat-record";
import { readJson } from "@/server/session-file/formats/read-json";
import { readPickle } from "@/server/session-file/formats/read-pickle";
import { salvageDeviceToken } from "@/server/session-file/formats/salvage-device-token";
import { type SavedSession, sessionOfRecord } from "@/server/session-file/formats/saved-session";
import type { Secret } from "@/shared/secret";

/** The kinds of session files: the Python client's, its forks', and Wheelhouse's own. */
export const SESSION_FILE_FORMATS = ["pickle", "json", "encrypted"] as const;
export type SessionFileFormat = (typeof SESSION_FILE_FORMATS)[number];

export type SessionFileReading =
  | { readonly kind: "session"; readonly format: SessionFileFormat; readonly session: SavedSession }
  | {
      readonly kind: "refused";
      readonly reason: FileRefusal;
      readonly format: SessionFileFormat | null;
      /** What could be saved of the device token, where the file is damaged. */
      readonly deviceToken: Secret | null;
    };

/** What kind of session file it is, by its content alone; null for none. Says nothing of whether it is whole. */
export function recogniseFormat(bytes: Buffer): SessionFileFormat | null {
  const head = bytes.toString("latin1", 0, 64);
  if (head.startsWith(ENCRYPTED_MAGIC)) return "encrypted";
  if (/^\s*\{/.test(head)) return "json";
  // PROTO in protocols 2 to 5, EMPTY_DICT in 1 and MARK in 0: no JSON begins with any of them.
  return /^[\x80}(]/.test(head) ? "pickle" : null;
}

/** Reads a session file of any kind. Never throws for what the file is like: each refusal has its reason. */
export async function decodeSessionFile(bytes: Buffer, open: FileOpener): Promise<SessionFileReading> {
  const format = recogniseFormat(bytes);
  if (format === null) return refused(bytes, null, bytes.length === 0 ? "empty" : "kind_unknown");
  const session = bytes.length > MOST_FILE_BYTES ? "too_big" : await read(bytes, format, open);
  return typeof session === "string" ? refused(bytes, format, session) : { kind: "session", format, session };
}

function refused(bytes: Buffer, format: SessionFileFormat | null, reason: FileRefusal): SessionFileReading {
  return { kind: "refused", reason, format, deviceToken: salvageDeviceToken(bytes) };
}

async function read(
  bytes: Buffer,
  format: SessionFileFormat,
  open: FileOpener,
): Promise<SavedSession | FileRefusal> {
  switch (format) {
    case "pickle":
      return ofRecord(readPickle(bytes));
    case "json":
      return ofRecord(readJson(bytes));
    case "encrypted":
      return readEncrypted(bytes, open);
  }
}

function ofRecord(reading: RecordReading): SavedSession | FileRefusal {
  return reading.kind === "refused" ? reading.reason : sessionOfRecord(reading.record);
}
