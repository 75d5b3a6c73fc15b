import { readFile } from "node:fs/promises";
import { isUnreadable, openSession } from "@/server/services/broker-sessions/session-cipher";
import { requireUser } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { exportSession } from "@/server/services/session-files/export-session";
import { sessionFileOpener } from "@/server/services/session-files/file-seal";
import { importSession } from "@/server/services/session-files/import-session";
import { noteSetAside } from "@/server/services/session-files/note-set-aside";
import { FILE_REFUSALS } from "@/server/session-file/formats/file-refusal";
import type { SavedSession } from "@/server/session-file/formats/saved-session";
import { readSessionFile, type SessionFileRead } from "@/server/session-file/read-session-file";
import { writeSessionFile } from "@/server/session-file/write-session-file";
import { AppError } from "@/shared/app-error";
import { codeOf } from "@/shared/code-of";
import type { ErrorCode } from "@/shared/error-codes";
import type { Secret } from "@/shared/secret";

/** The session file of a program without a person (`SESSION_CACHE_PATH`, `ENCRYPT_CACHE`). */
export interface SessionCache {
  readonly path: string;
  readonly isEncrypted: boolean;
}

/** What is at the path. */
export interface CacheLook {
  /** The session of a file that can be read. */
  readonly saved: SavedSession | null;
  /** The connection holds the same tokens. */
  readonly isCurrent: boolean;
  /** By which the broker knows the device, where the file brings no session. */
  readonly deviceToken: Secret | null;
  /** Why a file that is there can't be read here: it must not be written over. Else null. */
  readonly locked: string | null;
  /** For the person. */
  readonly warnings: readonly string[];
}

const NOTHING: CacheLook = {
  saved: null,
  isCurrent: false,
  deviceToken: null,
  locked: null,
  warnings: [],
};

/** What a login mends: the file's session is over or another's, or the file can't be used. Trouble is thrown. */
const MENDED_BY_LOGIN: readonly ErrorCode[] = [
  "AUTH_SESSION_EXPIRED",
  "AUTH_ACCOUNT_MISMATCH",
  "AUTH_MFA_REQUIRED",
  "CONN_OTHER_HOSTS",
  "STORAGE_FILE_UNREADABLE",
  "VALIDATION_INVALID_INPUT",
];

/**
 * Reads the file. A damaged one is set aside under a new name with an audit event, and what can be saved of its device
 * token is kept; one that the file system does not give is a warning. Asks no broker.
 */
export async function lookAtCache(
  ctx: ServiceContext,
  connectionId: string,
  cache: SessionCache,
): Promise<CacheLook> {
  const found = await read(ctx, cache).catch((error: unknown) => problemOf(error));
  if (typeof found === "string") return { ...NOTHING, locked: found };
  if (found.kind === "none") return NOTHING;
  const warnings = found.warning === null ? [] : [found.warning];
  switch (found.kind) {
    case "locked": {
      const locked = `The session file ${cache.path} was left as it is: ${FILE_REFUSALS[found.reason]}.`;
      return { ...NOTHING, locked, warnings };
    }
    case "set_aside": {
      const { reason, deviceToken } = found;
      await noteSetAside(ctx, { connectionId, reason, deviceToken });
      const text = `The session file was set aside as ${found.movedTo}: ${FILE_REFUSALS[reason]}.`;
      return { ...NOTHING, deviceToken, warnings: [...warnings, text] };
    }
    case "session": {
      const saved = found.session;
      const isCurrent = (await holderOf(ctx, saved.accessToken)) === connectionId;
      return { ...NOTHING, saved, isCurrent, deviceToken: saved.deviceToken, warnings };
    }
  }
}

/**
 * Makes the file's session the connection's. Null when it is; else why not, where a login is the way on: it is over, or
 * it is the session of another login. Throws the broker's trouble.
 */
export async function restoreFromCache(
  ctx: ServiceContext,
  connectionId: string,
  cache: SessionCache,
  saved: SavedSession,
): Promise<AppError | null> {
  const holder = await holderOf(ctx, saved.accessToken);
  if (holder !== null && holder !== connectionId) return new AppError("AUTH_ACCOUNT_MISMATCH");
  const bytes = await readFile(cache.path);
  try {
    await importSession(ctx, { connectionId, bytes });
    return null;
  } catch (error) {
    if (error instanceof AppError && MENDED_BY_LOGIN.includes(error.code)) return error;
    throw error;
  } finally {
    bytes.fill(0);
  }
}

/** The owner's connection whose session has this token, if any. */
async function holderOf(ctx: ServiceContext, token: Secret): Promise<string | null> {
  for (const session of await ctx.storage.brokerSessions.listOf(requireUser(ctx).userId)) {
    const secrets = await openSession(ctx, ctx.storage, session).catch((error: unknown) => {
      if (isUnreadable(error)) return null;
      throw error;
    });
    const held = [secrets?.accessToken.reveal(), secrets?.readOnlyToken?.reveal()];
    if (held.includes(token.reveal())) return session.connectionId;
  }
  return null;
}

function read(ctx: ServiceContext, { path }: SessionCache): Promise<SessionFileRead> {
  return readSessionFile(path, { clock: ctx.clock, open: sessionFileOpener(ctx, null) });
}

/**
 * Writes the connection's live session to the file, mode 600: sealed for this install, or as the pickle that the Python
 * client reads, in which the broker's read-only token stands where the connection only reads, and no refresh token.
 * Null when it is done, else a sentence why not: the session is stored and good all the same.
 */
export async function writeToCache(
  ctx: ServiceContext,
  connectionId: string,
  cache: SessionCache,
): Promise<string | null> {
  try {
    const format = cache.isEncrypted ? "encrypted" : "pickle";
    const { bytes } = await exportSession(ctx, { connectionId, format });
    await writeSessionFile(cache.path, bytes);
    bytes.fill(0);
    return null;
  } catch (error) {
    return problemOf(error);
  }
}

function problemOf(error: unknown): string {
  if (codeOf(error) === "API_UNEXPECTED" || !(error instanceof Error)) throw error;
  return error.message;
}
