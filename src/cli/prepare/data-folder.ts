import { constants } from "node:fs";
import { access, mkdir, stat } from "node:fs/promises";
import { AppError } from "@/shared/app-error";

/** Makes the data folder, which only its owner may enter, or checks the one that is there. Throws STORAGE_PERMISSION_ERROR. */
export async function makeDataFolder(path: string): Promise<void> {
  const refuse = (why: string, cause?: unknown) =>
    new AppError("STORAGE_PERMISSION_ERROR", `The data folder ${path} ${why}`, { cause });
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    if (!(await stat(path)).isDirectory()) throw refuse("is no folder: set DATA_DIR to another.");
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw refuse(
      "cannot be made or written: give this user write access, or set DATA_DIR to another.",
      cause,
    );
  }
}
