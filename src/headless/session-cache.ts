import { readFile } from "node:fs/promises";
import { openSession } from "@/server/services/broker-sessions/session-cipher";
import type { ServiceContext } from "@/server/services/service-context";
import { exportSession } from "@/server/services/session-files/export-session";
import { sessionFileOpener } from "@/server/services/session-files/file-seal";
import { importSession } from "@/server/services/session-files/import-session";
import { noteSetAside } from "@/server/services/session-files/note-set-aside";
import { FILE_REFUSALS } from "@/server/session-file/formats/file-refusal";
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

export interface CacheReading {
  /** The file's session is the connection's now; the broker accepts it. */
  readonly isRestored: boolean;
  /** Its tokens are still those of the file: they were not renewed on the way. */
  readonly isCurrent: boolean;
  /** By which the broker knows the device, where the file brought no session. */
  readonly deviceToken: Secret | null;
  /** The file is whole but can't be opened here: it must not be written over. */
  readonly isLocked: boolean;
  /** For the person. */
  readonly warnings: readonly string[];
}

const NOTHING: CacheReading = {
  isRestored: false,
  isCurrent: false,
  deviceToken: null,
  isLocked: false,
  warnings: [],
};

/** What a login mends: the file's session is over or another's, or the file can't be used. Trouble is thrown. */
const MENDED_BY_LOGIN: readonly ErrorCode[] = [
  "AUTH_SESSION_EXPIRED",
  "AUTH_ACCOUNT_MISMATCH",
  "CONN_OTHER_HOSTS",
  "STORAGE_FILE_UNREADABLE",
  "VALIDATION_INVALID_INPUT",
];

/**
 * Takes the session from the file, if there is one that the broker accepts. A damaged file is set aside under a new name
 * with an audit event; a file that can't be read is a warning, and a login is the way on. Throws the broker's trouble.
 */
export async function restoreFromCache(
  ctx: ServiceContext,
  connectionId: string,
  cache: SessionCache,
): Promise<CacheReading> {
  const found = await read(ctx, cache).catch((error: unknown) => problemOf(error));
  if (typeof found === "string") return { ...NOTHING, isLocked: true, warnings: [found] };
  if (found.kind === "none") return NOTHING;
  const warnings = found.warning === null ? [] : [found.warning];
  switch (found.kind) {
    case "locked": {
      const text = `The session file ${cache.path} was left as it is: ${FILE_REFUSALS[found.reason]}.`;
      return { ...NOTHING, isLocked: true, warnings: [...warnings, text] };
    }
    case "set_aside": {
      const { reason, deviceToken } = found;
      await noteSetAside(ctx, { connectionId, reason, deviceToken });
      const text = `The session file was set aside as ${found.movedTo}: ${FILE_REFUSALS[reason]}.`;
      return { ...NOTHING, deviceToken, warnings: [...warnings, text] };
    }
    case "session": {
      const problem = await importFrom(ctx, connectionId, cache);
      if (problem === null) {
        const isCurrent = await isHeld(ctx, connectionId, found.session.accessToken);
        return { ...NOTHING, isRestored: true, isCurrent, warnings };
      }
      const isOver = problem.code === "AUTH_SESSION_EXPIRED";
      const text = `The session in ${cache.path} could not be used: ${problem.message}.`;
      return {
        ...NOTHING,
        deviceToken: isOver ? found.session.deviceToken : null,
        warnings: isOver ? warnings : [...warnings, text],
      };
    }
  }
}

function read(ctx: ServiceContext, { path }: SessionCache): Promise<SessionFileRead> {
  return readSessionFile(path, { clock: ctx.clock, open: sessionFileOpener(ctx, null) });
}

/** Null where the session is the connection's now, else why it is not. */
async function importFrom(
  ctx: ServiceContext,
  connectionId: string,
  { path }: SessionCache,
): Promise<AppError | null> {
  const bytes = await readFile(path);
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

async function isHeld(ctx: ServiceContext, connectionId: string, accessToken: Secret): Promise<boolean> {
  const session = await ctx.storage.brokerSessions.byConnection(connectionId);
  if (session === null) return false;
  const secrets = await openSession(ctx, ctx.storage, session);
  return [secrets.accessToken, secrets.readOnlyToken].some(
    (token) => token?.reveal() === accessToken.reveal(),
  );
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
