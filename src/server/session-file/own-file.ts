import type { Stats } from "node:fs";
import { lstat, open } from "node:fs/promises";
import { AppError } from "@/shared/app-error";
import type { ErrorCode } from "@/shared/error-codes";

/** Node's code of an error of the file system, such as `ENOENT`. */
export function systemCodeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}

/** What is wrong with what stands at the path of a session file; null when it is the account's own plain file. */
export function wrongWith(entry: Stats, accountId: number | undefined): string | null {
  if (entry.isSymbolicLink()) return "is a link to another place";
  if (!entry.isFile()) return "is not a file";
  return accountId === undefined || entry.uid === accountId
    ? null
    : "belongs to another user of this machine";
}

/** The account that this process acts as; undefined where the platform has none. */
export function ownAccount(): number | undefined {
  return process.geteuid?.();
}

export function refuseFile(path: string, why: string): AppError {
  return new AppError(
    "STORAGE_PERMISSION_ERROR",
    `The session file ${path} ${why}. It was left as it is; name another path, or remove it yourself.`,
  );
}

/** Trouble with the file system as an error that names the path; an AppError stays what it is. */
export function fileTrouble(code: ErrorCode, path: string, did: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError(code, `The session file ${path} could not be ${did} (${systemCodeOf(error)}).`, {
    cause: error,
  });
}

/** Whether there is a file at the path. Throws STORAGE_PERMISSION_ERROR for a link, a folder or another's file. */
export async function hasOwnFile(path: string): Promise<boolean> {
  let entry: Stats;
  try {
    entry = await lstat(path);
  } catch (error) {
    if (systemCodeOf(error) === "ENOENT") return false;
    throw error;
  }
  const why = wrongWith(entry, ownAccount());
  if (why !== null) throw refuseFile(path, why);
  return true;
}

/** Makes sure that new and changed names in the folder outlast a crash. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
