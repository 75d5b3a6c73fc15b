import type { Stats } from "node:fs";
import { link, lstat, open, rename, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { syncFolder, systemCodeOf } from "@/server/session-file/own-file";

const MOST_NAMES = 100;
const FILE_MODE = 0o600;

/**
 * Gives a damaged session file another name beside its own, `<name>.corrupt-<UTC time>`, and with a number when that
 * is taken: nothing is ever overwritten. The new path; null where another file than the one `seen` stands there by
 * now, or none, since another process was faster. Throws what the file system throws.
 */
export async function setAside(path: string, seen: Stats, now: Date): Promise<string | null> {
  const aside = await freeName(path, now);
  try {
    await rename(path, aside);
  } catch (error) {
    await unlink(aside);
    if (systemCodeOf(error) === "ENOENT") return null;
    throw error;
  }
  const moved = await lstat(aside);
  if (moved.ino !== seen.ino || moved.dev !== seen.dev) {
    await putBack(aside, path);
    return null;
  }
  await syncFolder(dirname(path));
  return aside;
}

/** An empty file holds the name, so that moving over it takes nothing from anybody. */
async function freeName(path: string, now: Date): Promise<string> {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, "");
  for (let count = 1; ; count += 1) {
    const aside = `${path}.corrupt-${stamp}${count === 1 ? "" : `-${count}`}`;
    try {
      await (await open(aside, "wx", FILE_MODE)).close();
      return aside;
    } catch (error) {
      if (systemCodeOf(error) !== "EEXIST" || count >= MOST_NAMES) throw error;
    }
  }
}

/** A file that came in between is no business of ours; one that came after it is newer still and stays. */
async function putBack(aside: string, path: string): Promise<void> {
  try {
    await link(aside, path);
  } catch (error) {
    if (systemCodeOf(error) !== "EEXIST") throw error;
  }
  await unlink(aside);
}
