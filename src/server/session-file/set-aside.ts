import { link, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { syncFolder, systemCodeOf } from "@/server/session-file/own-file";

const MOST_NAMES = 100;

/**
 * Gives a damaged session file another name beside its own, `<name>.corrupt-<UTC time>`, and with a number when that
 * is taken: nothing is ever overwritten. The new path. Throws what the file system throws.
 */
export async function setAside(path: string, now: Date): Promise<string> {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, "");
  for (let count = 1; ; count += 1) {
    const aside = `${path}.corrupt-${stamp}${count === 1 ? "" : `-${count}`}`;
    try {
      // A link fails where the name is taken; renaming would put the file in place of another.
      await link(path, aside);
    } catch (error) {
      if (systemCodeOf(error) === "EEXIST" && count < MOST_NAMES) continue;
      throw error;
    }
    await unlink(path);
    await syncFolder(dirname(path));
    return aside;
  }
}
