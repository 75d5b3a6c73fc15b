import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { z } from "zod";
import { BACKUP_FORMAT, type BackupHeader, backupHeaderSchema } from "@/server/backup/backup-header";
import { type InstallFiles, itemsOf } from "@/server/backup/backup-lines";
import { type BackupKeys, openFileKey } from "@/server/backup/file-key";
import { FIRST_LINE } from "@/server/backup/make-backup";
import { openBlocks } from "@/server/backup/sealed-blocks";
import { isSameSum, TableDigest, type TableSum } from "@/server/storage/transfer/table-digest";
import type { TransferItem } from "@/server/storage/transfer/transfer-items";
import { AppError } from "@/shared/app-error";

const MOST_HEAD_BYTES = 256 * 1024;
const NEW_LINE = 0x0a;
const formatSchema = z.object({ format: z.int() });

/** The head of a backup, with the bytes that it stands in. */
export interface BackupHead {
  readonly header: BackupHeader;
  readonly bytes: Buffer;
}

/** What is in a backup that was opened and checked to its end. */
export interface BackupContent {
  readonly tables: readonly (TableSum & { readonly name: string })[];
  readonly rows: number;
  readonly files: InstallFiles;
}

/**
 * Reads what a backup tells without a key. Throws API_RESOURCE_NOT_FOUND where there is no such file, and
 * STORAGE_BACKUP_DAMAGED for a file that is none, or of a format that this version does not know.
 */
export async function readBackupHead(path: string): Promise<BackupHead> {
  const start = await startOf(path);
  const end = start.indexOf(NEW_LINE, FIRST_LINE.length);
  if (!start.toString("latin1").startsWith(FIRST_LINE) || end === -1) throw notOne(path);
  const value = parsed(start.subarray(FIRST_LINE.length, end));
  const format = formatSchema.safeParse(value);
  if (format.success && format.data.format > BACKUP_FORMAT) {
    throw new AppError(
      "STORAGE_BACKUP_DAMAGED",
      `${path} was made by a newer version of Wheelhouse (format ${format.data.format}): restore it with that version.`,
    );
  }
  const header = backupHeaderSchema.safeParse(value);
  if (!header.success) throw notOne(path);
  return { header: header.data, bytes: start.subarray(0, end + 1) };
}

/**
 * Opens a backup and reads it to its end: every block, every table with its count and digest. Needs no database.
 * Throws STORAGE_BACKUP_DAMAGED, and as {@link openFileKey} where the key or the passphrase is not the right one.
 */
export async function verifyBackup(path: string, keys: BackupKeys): Promise<BackupContent> {
  const tables: (TableSum & { name: string })[] = [];
  let name = "";
  const files = await readBackup(path, keys, async (items) => {
    for await (const item of items) {
      if (item.kind === "table") name = item.name;
      if (item.kind === "table_end") tables.push({ name, ...item.sum });
    }
  });
  return { tables, rows: tables.reduce((sum, { rows }) => sum + rows, 0), files };
}

/** Opens a backup and hands its tables on while they are checked; gives what else is in it. Throws as above. */
export async function readBackup(
  path: string,
  keys: BackupKeys,
  take: (items: AsyncIterable<TransferItem>) => Promise<unknown>,
): Promise<InstallFiles> {
  const head = await readBackupHead(path);
  const key = await openFileKey(head.header, keys);
  const sealed = createReadStream(path, { start: head.bytes.length });
  let files: InstallFiles = { config: null, variables: [], masterKey: null };
  const tables = async function* (): AsyncGenerator<TransferItem> {
    let digest = new TableDigest();
    let isEnded = false;
    for await (const item of itemsOf(uncompressed(openBlocks(key, head.bytes, sealed)))) {
      if (item.kind === "install") {
        files = { config: item.config, variables: item.variables, masterKey: item.masterKey };
        continue;
      }
      if (item.kind === "end") {
        isEnded = true;
        continue;
      }
      if (item.kind === "table") digest = new TableDigest();
      if (item.kind === "rows") for (const row of item.rows) digest.add(row);
      if (item.kind === "table_end" && !isSameSum(item.sum, digest.sum)) throw incomplete(path);
      yield item;
    }
    if (!isEnded) throw incomplete(path);
  };
  await take(tables());
  return files;
}

function uncompressed(bytes: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const gunzip = createGunzip();
  pipeline(Readable.from(bytes), gunzip, () => undefined);
  return gunzip;
}

async function startOf(path: string): Promise<Buffer> {
  const file = await open(path, "r").catch((cause: unknown) => {
    throw new AppError("API_RESOURCE_NOT_FOUND", `The backup ${path} is not there, or can't be read.`, {
      cause,
    });
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST_HEAD_BYTES), 0, MOST_HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } catch (cause) {
    throw new AppError("STORAGE_READ_ERROR", `The backup ${path} can't be read.`, { cause });
  } finally {
    await file.close();
  }
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return null;
  }
}

function notOne(path: string): AppError {
  return new AppError(
    "STORAGE_BACKUP_DAMAGED",
    `${path} is not a backup of Wheelhouse, or its head is damaged.`,
  );
}

function incomplete(path: string): AppError {
  return new AppError("STORAGE_BACKUP_DAMAGED", `The backup ${path} opens, but it is not complete.`);
}
