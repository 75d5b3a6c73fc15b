import { link, mkdir, open, readFile, stat, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import type { Random } from "@/server/random";
import { AppError } from "@/shared/app-error";

const FILE_MODE = 0o600;
const nodeErrorSchema = z.object({ code: z.string() });

/** The system's name of what went wrong, such as `ENOENT`. */
export function systemErrorOf(error: unknown): string {
  const parsed = nodeErrorSchema.safeParse(error);
  return parsed.success ? parsed.data.code : "unknown";
}

/**
 * The text of a key file, which only its owner may read (mode 600). Throws STORAGE_READ_ERROR where there is none and
 * STORAGE_PERMISSION_ERROR for a file that others can read; each message names the remedy.
 */
export async function readKeyFile(path: string): Promise<string> {
  try {
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0) {
      throw new AppError(
        "STORAGE_PERMISSION_ERROR",
        `Other users of this machine can read the master key file ${path}. Run: chmod 600 '${path}'`,
      );
    }
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError(
      "STORAGE_READ_ERROR",
      `The master key could not be read from ${path} (${systemErrorOf(error)}). Put the key file back, or set APP_MASTER_KEY.`,
      { cause: error },
    );
  }
}

/**
 * Makes a key file with mode 600, whole or not at all. True when it was made; false when there is a file already,
 * which is never overwritten. Throws STORAGE_WRITE_ERROR where the folder cannot be written.
 */
export async function createKeyFile(path: string, text: string, random: Random): Promise<boolean> {
  const draft = `${path}.${random.uuid()}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(draft, "wx", FILE_MODE);
    try {
      await file.writeFile(`${text}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    try {
      // A link fails where the name is taken: of two at once, one makes the key and both use it.
      await link(draft, path);
      return true;
    } finally {
      await unlink(draft);
    }
  } catch (error) {
    if (systemErrorOf(error) === "EEXIST") return false;
    throw new AppError(
      "STORAGE_WRITE_ERROR",
      `The master key file ${path} could not be made (${systemErrorOf(error)}). Check that its folder can be written, or set APP_MASTER_KEY.`,
      { cause: error },
    );
  }
}
