import { recordOfSession, type SavedSession } from "@/server/session-file/formats/saved-session";

/**
 * The session as the forks of the Python client keep it: the four entries, and the time in seconds since 1970 that
 * one of them adds and the others ignore. Indented by two like theirs.
 */
export function writeJson(session: SavedSession, savedAt: Date): Buffer {
  const record = { ...Object.fromEntries(recordOfSession(session)), saved_at: savedAt.getTime() / 1000 };
  return Buffer.from(`${JSON.stringify(record, null, 2)}\n`, "utf8");
}
