import { type FileHandle, mkdir, open, rename, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { type Random, systemRandom } from "@/server/random";
import { fileTrouble, hasOwnFile, syncFolder } from "@/server/session-file/own-file";

const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/**
 * Writes a session file, whole or not at all: a reader sees the old file or the new one, also after a crash. Nobody
 * else can read it at any moment (mode 600 from the first byte), nor the folder, where that is made. What stands at
 * the path is replaced only if it is a plain file of the same account: STORAGE_PERMISSION_ERROR for a link or
 * another's file, STORAGE_WRITE_ERROR where it could not be written.
 */
export async function writeSessionFile(
  path: string,
  bytes: Uint8Array,
  random: Random = systemRandom,
): Promise<void> {
  const folder = dirname(path);
  try {
    await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
    await hasOwnFile(path);
    const draft = join(folder, `.${basename(path)}.${random.uuid()}`);
    // Fails where the name is taken, by a link as well.
    const file = await open(draft, "wx", FILE_MODE);
    try {
      await fill(file, bytes);
      await rename(draft, path);
    } catch (error) {
      await unlink(draft);
      throw error;
    }
    await syncFolder(folder);
  } catch (error) {
    throw fileTrouble("STORAGE_WRITE_ERROR", path, "written", error);
  }
}

async function fill(file: FileHandle, bytes: Uint8Array): Promise<void> {
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}
