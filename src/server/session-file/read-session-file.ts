import { constants, type Stats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { Clock } from "@/server/clock";
import { decodeSessionFile, type SessionFileFormat } from "@/server/session-file/formats/decode-session-file";
import type { FileOpener } from "@/server/session-file/formats/encrypted-file";
import { type FileRefusal, isDamage } from "@/server/session-file/formats/file-refusal";
import { MOST_FILE_BYTES } from "@/server/session-file/formats/flat-record";
import type { SavedSession } from "@/server/session-file/formats/saved-session";
import { fileTrouble, ownAccount, refuseFile, systemCodeOf, wrongWith } from "@/server/session-file/own-file";
import { setAside } from "@/server/session-file/set-aside";
import type { Secret } from "@/shared/secret";

const OTHERS = 0o077;

/** What was at the path. `warning` is for the person: others may read the file. */
export type SessionFileRead =
  | { readonly kind: "none" }
  | {
      readonly kind: "session";
      readonly format: SessionFileFormat;
      readonly session: SavedSession;
      readonly warning: string | null;
    }
  /** A whole file that can't be opened here and now, such as one that needs a passphrase. It stays where it is. */
  | { readonly kind: "locked"; readonly reason: FileRefusal; readonly warning: string | null }
  /** A damaged or hostile file. It has another name now; what could be saved of the device token is here. */
  | {
      readonly kind: "set_aside";
      readonly reason: FileRefusal;
      readonly movedTo: string;
      readonly deviceToken: Secret | null;
      readonly warning: string | null;
    };

interface ReadOptions {
  readonly clock: Clock;
  /** Opens Wheelhouse's own encrypted files. */
  readonly open: FileOpener;
}

/**
 * Reads a session file of any kind, at most {@link MOST_FILE_BYTES} of it. One that is corrupt, cut off, too large
 * or hostile is set aside under a new name with the reason. Throws STORAGE_PERMISSION_ERROR for a link, a device or
 * another user's file, which are not even read, and STORAGE_READ_ERROR where the file system fails.
 */
export async function readSessionFile(path: string, options: ReadOptions): Promise<SessionFileRead> {
  try {
    const found = await bytesAt(path);
    if (found === null) return { kind: "none" };
    const { bytes, entry } = found;
    const warning = warningOf(path, entry.mode);
    const reading = await decodeSessionFile(bytes, options.open);
    bytes.fill(0);
    if (reading.kind === "session") {
      return { kind: "session", format: reading.format, session: reading.session, warning };
    }
    const { reason, deviceToken } = reading;
    if (!isDamage(reason)) return { kind: "locked", reason, warning };
    const movedTo = await setAside(path, entry, options.clock.now());
    // Another process has mended or moved it meanwhile.
    if (movedTo === null) return await readSessionFile(path, options);
    return { kind: "set_aside", reason, movedTo, deviceToken, warning };
  } catch (error) {
    throw fileTrouble("STORAGE_READ_ERROR", path, "read", error);
  }
}

/** One byte more than allowed tells that the file is too large. A link is not followed, a pipe not waited for. */
async function bytesAt(path: string): Promise<{ bytes: Buffer; entry: Stats } | null> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (systemCodeOf(error) === "ENOENT") return null;
    throw systemCodeOf(error) === "ELOOP" ? refuseFile(path, "is a link to another place") : error;
  }
  try {
    const entry = await file.stat();
    const why = wrongWith(entry, ownAccount());
    if (why !== null) throw refuseFile(path, why);
    return { bytes: await firstBytesOf(file, Math.min(entry.size, MOST_FILE_BYTES) + 1), entry };
  } finally {
    await file.close();
  }
}

/** A read may give less than there is. */
async function firstBytesOf(file: FileHandle, most: number): Promise<Buffer> {
  const bytes = Buffer.alloc(most);
  let length = 0;
  for (let got = -1; got !== 0; length += got) {
    got = (await file.read(bytes, length, most - length, length)).bytesRead;
  }
  return bytes.subarray(0, length);
}

function warningOf(path: string, mode: number): string | null {
  if ((mode & OTHERS) === 0) return null;
  return `Other users of this machine can get at the session file ${path}, and with it at the account. Run: chmod 600 '${path}'`;
}
