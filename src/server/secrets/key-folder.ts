import { link, mkdir, open, rename, stat, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Random } from "@/server/random";
import { createKeyFile, readKeyFile, systemErrorOf } from "@/server/secrets/key-file";
import type { KeyFate } from "@/server/secrets/master-keys.port";
import type { Transit } from "@/server/secrets/transit.port";
import { AppError } from "@/shared/app-error";

/**
 * Makes the next key's file the present one, and keeps the old one under its fingerprint. Whatever is interrupted
 * leaves all keys in the folder, and can be done again.
 */
export async function promoteKeyFile(next: string, present: string, old: string | null): Promise<void> {
  await changing(present, async () => {
    if (old !== null) await linkUnlessThere(present, old);
    await rename(next, present);
  });
}

/**
 * Moves key files into a folder that is not read any more, or destroys them: overwritten, then removed. What a disk
 * or a backup of it still has, it still has.
 */
export async function takeAwayKeyFiles(
  paths: readonly string[],
  fate: KeyFate,
  random: Random,
): Promise<void> {
  for (const path of paths) {
    await changing(path, async () => {
      if (fate === "archive") {
        const folder = join(dirname(path), "archive");
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await rename(path, join(folder, `${basename(path)}.${random.uuid()}`));
        return;
      }
      const file = await open(path, "r+");
      try {
        await file.writeFile(random.bytes((await stat(path)).size));
        await file.sync();
      } finally {
        await file.close();
      }
      await unlink(path);
    });
  }
}

/** Brings files that Vault wrapped to the newest version of its key. The keys do not leave Vault. */
export async function rewrapKeyFiles(
  transit: Transit,
  paths: readonly string[],
  random: Random,
): Promise<void> {
  for (const path of paths.filter((one) => one.endsWith(".vault"))) {
    const text = (await readKeyFile(path)).trim();
    // A policy that does not allow it leaves the text under its version, which opens it all the same.
    const renewed = await transit.rewrap(text).catch(() => text);
    if (versionOf(renewed) === versionOf(text)) continue;
    const draft = `${path}.new`;
    await createKeyFile(draft, renewed, random);
    await changing(path, () => rename(draft, path));
  }
}

/** `v2` of `vault:v2:…`. */
const versionOf = (text: string): string | undefined => text.split(":")[1];

async function linkUnlessThere(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (systemErrorOf(error) !== "EEXIST") throw error;
  }
}

async function changing(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw new AppError(
      "STORAGE_WRITE_ERROR",
      `The key file ${path} could not be changed (${systemErrorOf(error)}). Check that its folder can be written; then do it again.`,
      { cause: error },
    );
  }
}
