import { link, open, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import type { Random } from "@/server/random";
import { AppError } from "@/shared/app-error";

const FILE_MODE = 0o600;
const nodeErrorSchema = z.object({ code: z.string() });
const FULL = ["ENOSPC", "EDQUOT", "EFBIG"];

/**
 * Writes a new file of mode 600, which is there under its name only when it is whole and on the disk; gives its size in
 * bytes. An existing file is never replaced. Throws API_CONFLICT where the name is taken, STORAGE_WRITE_ERROR where the
 * disk is full and STORAGE_PERMISSION_ERROR where the folder can't be written; then nothing is left of it. What
 * `content` throws passes through.
 */
export async function writeNewFile(
  path: string,
  content: AsyncIterable<Buffer>,
  random: Random,
): Promise<number> {
  const draft = `${path}.${random.uuid()}.part`;
  const file = await open(draft, "wx", FILE_MODE).catch((error: unknown) => {
    throw fileErrorOf(error, path);
  });
  try {
    let bytes = 0;
    try {
      for await (const piece of content) {
        await file.writeFile(piece).catch((error: unknown) => {
          throw fileErrorOf(error, path);
        });
        bytes += piece.length;
      }
      await file.sync().catch((error: unknown) => {
        throw fileErrorOf(error, path);
      });
    } finally {
      await file.close();
    }
    // A link fails where the name is taken.
    await link(draft, path).catch((error: unknown) => {
      throw fileErrorOf(error, path);
    });
    await settleFolder(dirname(path));
    return bytes;
  } finally {
    await unlink(draft);
  }
}

/** The name itself is on the disk only when the folder is. */
async function settleFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  await folder.sync().finally(() => folder.close());
}

/** What is wrong with a file that is written, in a sentence with its remedy. */
export function fileErrorOf(cause: unknown, path: string): AppError {
  const parsed = nodeErrorSchema.safeParse(cause);
  const code = parsed.success ? parsed.data.code : "unknown";
  if (code === "EEXIST")
    return new AppError("API_CONFLICT", `${path} is there already: choose another name.`);
  if (FULL.includes(code)) {
    const message = `The disk that holds ${path} is full: free some space. The file was not written.`;
    return new AppError("STORAGE_WRITE_ERROR", message, { cause });
  }
  const message = `${path} cannot be written (${code}): choose a folder that is there and yours.`;
  return new AppError("STORAGE_PERMISSION_ERROR", message, { cause });
}
