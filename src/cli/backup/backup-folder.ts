import { mkdir, readdir, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { BackupHeader } from "@/server/backup/backup-header";
import { fileErrorOf } from "@/server/backup/new-file";
import { readBackupHead } from "@/server/backup/read-backup";
import { AppError } from "@/shared/app-error";

const EXTENSION = ".backup";
/** Regular ones, and those that an upgrade makes before it changes the database. */
export type BackupSeries = "wheelhouse" | "upgrade";

export interface ListedBackup {
  readonly path: string;
  readonly bytes: number;
  /** Null for a file that is not a backup, or not any more. */
  readonly header: BackupHeader | null;
}

/** Makes the folder, for its owner only, and gives the path for a backup of this time in it. */
export async function newBackupPath(folder: string, series: BackupSeries, now: Date): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw fileErrorOf(error, folder);
  });
  return join(folder, `${series}-${now.toISOString().replaceAll(":", "-")}${EXTENSION}`);
}

/** Removes the oldest backups of a series, so that `keep` are left; gives their paths. */
export async function removeOldBackups(
  folder: string,
  series: BackupSeries,
  keep: number,
): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter(
    (name) => name.startsWith(`${series}-2`) && name.endsWith(EXTENSION),
  );
  const old = names.sort().slice(0, -keep);
  const paths = old.map((name) => join(folder, name));
  for (const path of paths) await unlink(path);
  return paths;
}

/** The backups of a folder, newest first. Throws API_RESOURCE_NOT_FOUND where there is no such folder. */
export async function listBackups(folder: string): Promise<ListedBackup[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new AppError("API_RESOURCE_NOT_FOUND", `There is no folder of backups at ${folder}.`, { cause });
  });
  const found = await Promise.all(
    names
      .filter((name) => name.endsWith(EXTENSION))
      .map(async (name) => {
        const path = join(folder, name);
        const head = await readBackupHead(path).catch(() => null);
        return { path, bytes: (await stat(path)).size, header: head?.header ?? null };
      }),
  );
  const timeOf = ({ header }: ListedBackup) => header?.madeAt ?? "";
  return found.sort((one, other) => (timeOf(one) < timeOf(other) ? 1 : -1));
}
