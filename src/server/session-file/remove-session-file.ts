import { unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { fileTrouble, hasOwnFile, syncFolder } from "@/server/session-file/own-file";

/**
 * Deletes a session file; false when there was none. Throws STORAGE_PERMISSION_ERROR for a link or another's file,
 * STORAGE_WRITE_ERROR where it could not be deleted. The tokens in it live on at the broker: end them by a logout.
 */
export async function removeSessionFile(path: string): Promise<boolean> {
  try {
    if (!(await hasOwnFile(path))) return false;
    await unlink(path);
    await syncFolder(dirname(path));
    return true;
  } catch (error) {
    throw fileTrouble("STORAGE_WRITE_ERROR", path, "removed", error);
  }
}
