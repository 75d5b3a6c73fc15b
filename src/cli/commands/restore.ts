import { rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { askPassphrase } from "@/cli/ask-passphrase";
import { backUpInstall, masterKeysOf } from "@/cli/backup/back-up-install";
import { newBackupPath } from "@/cli/backup/backup-folder";
import type { CommandRun } from "@/cli/command-spec";
import { quantityText } from "@/cli/figures";
import { nobodyAtTerminal, personAtTerminal } from "@/cli/install";
import { makeDataFolder } from "@/cli/prepare/data-folder";
import { reply } from "@/cli/reply";
import { styleOf } from "@/cli/style";
import type { Environment } from "@/env";
import type { BackupHeader } from "@/server/backup/backup-header";
import type { InstallFiles } from "@/server/backup/backup-lines";
import { masterKeyNamed } from "@/server/backup/file-key";
import { fileErrorOf } from "@/server/backup/new-file";
import { readBackupHead } from "@/server/backup/read-backup";
import { restoreBackup } from "@/server/backup/restore-backup";
import { systemClock } from "@/server/clock";
import { systemRandom } from "@/server/random";
import { createKeyFile } from "@/server/secrets/key-file";
import type { MasterKey } from "@/server/secrets/master-key";
import { recordEvent } from "@/server/services/audit/record-event";
import { acceptRestored } from "@/server/services/install/accept-restored";
import { AppError } from "@/shared/app-error";

const optionsSchema = z.object({
  replace: z.boolean().default(false),
  passphrase: z.boolean().default(false),
  passphraseStdin: z.boolean().default(false),
});
const acceptSchema = z.object({ sessions: z.enum(["keep", "end"]).optional() });

const FILE_MODE = 0o600;
const ACCEPT_WORDS = [
  "Brokers are not asked, and nothing goes on by itself, until you say what is to become of the broker sessions:",
  "  wheelhouse restore accept --sessions keep   go on with them; a broker that has given newer ones since refuses them",
  "  wheelhouse restore accept --sessions end    end them all, here and of people, and sign in again",
];

/** `wheelhouse restore`: puts a backup in the place of the database, and key and config.yaml where there are none. */
export const restore: CommandRun = async (call) => {
  const options = optionsSchema.parse(call.options);
  const environment = call.install.environment();
  const path = call.install.pathOf(call.words[0] ?? "");
  const { header } = await readBackupHead(path);
  await makeDataFolder(environment.dataDir);
  const held = await masterKeysOf(environment);
  requireKey(environment, header, held);
  let kept: string | null = null;
  const restored = await restoreBackup({
    path,
    databaseUrl: environment.databaseUrl.reveal(),
    keys: { masterKeys: held, passphrase: await askPassphrase(call, options, false) },
    now: systemClock.now(),
    keepOld: options.replace
      ? async () => {
          kept = await newBackupPath(join(environment.dataDir, "backups"), "wheelhouse", systemClock.now());
          await backUpInstall(environment, { path: kept, passphrase: null, withKey: false });
        }
      : null,
  });
  await putKey(environment, restored.files, header, held);
  const config = await putConfig(environment, restored.files.config);
  const services = await call.install.services();
  await services.storage.transaction((tx) =>
    recordEvent(nobodyAtTerminal(services), tx, {
      type: "INSTALL_RESTORED",
      outcome: "success",
      details: { madeAt: header.madeAt, rows: restored.rows, replaced: kept !== null },
    }),
  );
  const { rows, tables, files } = restored;
  reply(call, { madeAt: header.madeAt, tables, rows, kept, config, variables: files.variables }, () => [
    styleOf(call.terminal).good(
      `Restored as of ${header.madeAt}: ${quantityText(String(rows))} rows of ${tables.length} tables, compared one by one.`,
    ),
    ...(kept === null ? [] : [`What was there before is in ${kept}.`]),
    ...(config === null ? [] : [`The config.yaml of the backup is ${config}.`]),
    ...(files.variables.length > 0
      ? [`The install had these variables set: ${files.variables.join(", ")}.`]
      : []),
    ...ACCEPT_WORDS,
  ]);
  return 0;
};

/** `wheelhouse restore accept`: the deliberate yes to a restored or older copy. */
export const restoreAccept: CommandRun = async (call) => {
  const { sessions } = acceptSchema.parse(call.options);
  if (sessions === undefined) {
    throw new AppError(
      "VALIDATION_MISSING_FIELD",
      `Say --sessions keep or --sessions end.\n${ACCEPT_WORDS.join("\n")}`,
    );
  }
  const ended = await acceptRestored(await personAtTerminal(call.install), { sessions });
  reply(call, ended, () => [
    styleOf(call.terminal).good("The copy is accepted: Wheelhouse asks brokers again."),
    ...(sessions === "end"
      ? [`${ended.ended} broker sessions were ended: sign in to the brokers again.`]
      : []),
  ]);
  return 0;
};

/** The data can't be used without the key that it was written with: better to know it before anything is touched. */
function requireKey(environment: Environment, header: BackupHeader, held: readonly MasterKey[]): void {
  const mayBePut = header.holdsMasterKey && environment.isOwnKeyFile && environment.masterKey === undefined;
  if (!mayBePut) masterKeyNamed(header.masterKeyFingerprint, held, "The backup");
}

/** Puts the key of the backup in place; one of another install that is there is kept under its fingerprint. */
async function putKey(
  { masterKeyFile }: Environment,
  { masterKey }: InstallFiles,
  { masterKeyFingerprint }: BackupHeader,
  held: readonly MasterKey[],
): Promise<void> {
  if (masterKey === null || held.some(({ fingerprint }) => fingerprint === masterKeyFingerprint)) return;
  const [old] = held;
  if (old !== undefined) await rename(masterKeyFile, join(dirname(masterKeyFile), `${old.fingerprint}.key`));
  await createKeyFile(masterKeyFile, masterKey.reveal(), systemRandom);
}

/** Writes the config.yaml of the backup, beside one that is there; tells where. */
async function putConfig({ configFile }: Environment, text: string | null): Promise<string | null> {
  if (text === null) return null;
  for (const path of [configFile, `${configFile}.restored`]) {
    const isNew = await writeFile(path, text, { flag: "wx", mode: FILE_MODE }).then(
      () => true,
      (error: unknown) => {
        const problem = fileErrorOf(error, path);
        if (problem.code === "API_CONFLICT") return false;
        throw problem;
      },
    );
    if (isNew) return path;
  }
  return null;
}
