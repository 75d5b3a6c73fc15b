import { join } from "node:path";
import { z } from "zod";
import { askPassphrase } from "@/cli/ask-passphrase";
import { backUpInstall, masterKeysOf } from "@/cli/backup/back-up-install";
import { listBackups, newBackupPath, removeOldBackups } from "@/cli/backup/backup-folder";
import type { CommandCall, CommandRun } from "@/cli/command-spec";
import { quantityText } from "@/cli/figures";
import { nobodyAtTerminal } from "@/cli/install";
import { reply } from "@/cli/reply";
import { styleOf } from "@/cli/style";
import type { BackupHeader } from "@/server/backup/backup-header";
import { readBackupHead, verifyBackup } from "@/server/backup/read-backup";
import { recordEvent } from "@/server/services/audit/record-event";
import { AppError } from "@/shared/app-error";

const optionsSchema = z.object({
  dir: z.string().optional(),
  keep: z.coerce.number().int().min(1).max(1000).optional(),
  passphrase: z.boolean().default(false),
  passphraseStdin: z.boolean().default(false),
  withKey: z.boolean().default(false),
});
type BackupOptions = z.infer<typeof optionsSchema>;

/** `wheelhouse backup`: everything in one encrypted file, while the app runs. */
export const backup: CommandRun = async (call) => {
  const options = readOptions(call);
  const services = await call.install.services();
  const folder = folderOf(call, options);
  const [word] = call.words;
  if ((word === undefined) === (options.dir === undefined) || (options.keep && !options.dir)) {
    throw new AppError("VALIDATION_INVALID_INPUT", "Give a file, or --dir for a folder of backups.");
  }
  const path =
    word === undefined
      ? await newBackupPath(folder, "wheelhouse", services.clock.now())
      : call.install.pathOf(word);
  const made = await backUpInstall(call.install.environment(), {
    path,
    passphrase: await askPassphrase(call, options, true),
    withKey: options.withKey,
  });
  const ctx = nobodyAtTerminal(services);
  await services.storage.transaction((tx) =>
    recordEvent(ctx, tx, {
      type: "BACKUP_MADE",
      outcome: "success",
      details: { rows: made.rows, under: made.header.fileKey.under, withKey: options.withKey },
    }),
  );
  const removed = options.keep ? await removeOldBackups(folder, "wheelhouse", options.keep) : [];
  const { bytes, tables, rows, header } = made;
  reply(call, { path, bytes, tables, rows, removed, header }, () => [
    styleOf(call.terminal).good(
      `Backed up to ${path} (${quantityText(String(bytes))} bytes, ${quantityText(String(rows))} rows of ${tables} tables).`,
    ),
    ...removed.map((old) => `Removed ${old}.`),
    ...wordsOnKey(header),
  ]);
  return 0;
};

/** `wheelhouse backup verify`: reads a backup to its end; needs no database. */
export const backupVerify: CommandRun = async (call) => {
  const options = readOptions(call);
  const path = call.install.pathOf(call.words[0] ?? "");
  const { header } = await readBackupHead(path);
  const passphrase = await askPassphrase(call, options, false);
  const masterKeys = passphrase === null ? await masterKeysOf(call.install.environment()) : [];
  const { tables, rows, files } = await verifyBackup(path, { masterKeys, passphrase });
  const content = { tables, rows, variables: files.variables, hasConfig: files.config !== null };
  reply(call, { path, header, ...content }, () => [
    styleOf(call.terminal).good(
      `${path} is whole: ${quantityText(String(rows))} rows of ${tables.length} tables, made ${header.madeAt} by Wheelhouse ${header.appVersion}.`,
    ),
    ...wordsOnKey(header),
    ...(files.variables.length > 0
      ? [`These variables were set, and are not in it: ${files.variables.join(", ")}.`]
      : []),
  ]);
  return 0;
};

/** `wheelhouse backup list`: the backups of a folder, newest first; needs no key. */
export const backupList: CommandRun = async (call) => {
  const found = await listBackups(folderOf(call, readOptions(call)));
  reply(call, found, () =>
    found.length === 0
      ? ["There is no backup in this folder."]
      : found.map(({ path, bytes, header }) => {
          const what =
            header === null
              ? "not a backup that this version can read"
              : `${header.madeAt}  Wheelhouse ${header.appVersion}, ${header.provider}, ${header.fileKey.under === "passphrase" ? "passphrase" : `key ${header.masterKeyFingerprint}`}`;
          return `${path}  ${quantityText(String(bytes))} bytes  ${what}`;
        }),
  );
  return 0;
};

function readOptions(call: CommandCall): BackupOptions {
  const read = optionsSchema.safeParse(call.options);
  if (read.success) return read.data;
  throw new AppError("VALIDATION_INVALID_INPUT", "--keep must be a whole number from 1 to 1000.");
}

function folderOf(call: CommandCall, { dir }: BackupOptions): string {
  return dir === undefined ? join(call.install.environment().dataDir, "backups") : call.install.pathOf(dir);
}

function wordsOnKey({ fileKey, masterKeyFingerprint, holdsMasterKey }: BackupHeader): string[] {
  if (holdsMasterKey) return ["The master key is inside: file and passphrase together restore everything."];
  const opens =
    fileKey.under === "passphrase" ? "The passphrase opens it. Restoring" : "Opening and restoring";
  return [
    `${opens} also needs the master key ${masterKeyFingerprint}, which is not in it: keep that in another place.`,
  ];
}
