import { pipeline, Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { BACKUP_FORMAT, type BackupHeader } from "@/server/backup/backup-header";
import { type InstallFiles, linesOf } from "@/server/backup/backup-lines";
import { type BackupKeys, masterKeyNamed, newFileKey } from "@/server/backup/file-key";
import { writeNewFile } from "@/server/backup/new-file";
import { sealBlocks } from "@/server/backup/sealed-blocks";
import type { Random } from "@/server/random";
import { readTables } from "@/server/storage/transfer/transfer-items";
import { type TransferSession, withTransferSession } from "@/server/storage/transfer/transfer-session";
import { APP_VERSION } from "@/shared/app-version";
import { Secret } from "@/shared/secret";

/** What a backup begins with: a line that names it, then its head as one line of JSON, then the sealed blocks. */
export const FIRST_LINE = "Wheelhouse backup\n";

export interface BackupRequest {
  readonly databaseUrl: string;
  /** The new file. */
  readonly path: string;
  /** The master key that the database names must be among them; it closes the file unless a passphrase does. */
  readonly keys: BackupKeys;
  /** Puts the master key itself inside. Only with a passphrase. */
  readonly withMasterKey: boolean;
  /** Text of config.yaml; null where there is none. */
  readonly config: string | null;
  /** Names of the settings that variables set. */
  readonly variables: readonly string[];
  readonly now: Date;
  readonly random: Random;
}

export interface MadeBackup {
  readonly path: string;
  readonly bytes: number;
  readonly tables: number;
  readonly rows: number;
  readonly header: BackupHeader;
}

/**
 * Writes everything of an install to one encrypted file, while the install runs and whatever version its database is
 * of: the database as it was at one moment, and what is beside it. Throws as `writeNewFile` and `createStorage` do.
 */
export async function makeBackup(request: BackupRequest): Promise<MadeBackup> {
  const { path, keys, random } = request;
  return withTransferSession(request.databaseUrl, "read", async (session) => {
    const install = await installIn(session);
    const masterKey = masterKeyNamed(
      install.masterKeyFingerprint ?? "unknown",
      keys.masterKeys,
      "The database",
    );
    const { key, sealed } = await newFileKey(masterKey, keys.passphrase, random);
    const files = {
      config: request.config,
      variables: request.variables,
      masterKey: request.withMasterKey ? new Secret(masterKey.key.export().toString("base64")) : null,
    };
    const header: BackupHeader = {
      format: BACKUP_FORMAT,
      appVersion: APP_VERSION,
      provider: session.provider,
      migrations: [...(await session.migrations())],
      installId: install.installId,
      madeAt: request.now.toISOString(),
      masterKeyFingerprint: masterKey.fingerprint,
      holdsMasterKey: request.withMasterKey,
      fileKey: sealed,
    };
    const head = Buffer.from(`${FIRST_LINE}${JSON.stringify(header)}\n`);
    const counts = { tables: 0, rows: 0 };
    const content = async function* () {
      yield head;
      yield* sealBlocks(key, head, compressed(textOf(session, files, counts)));
    };
    const bytes = await writeNewFile(path, content(), random);
    return { path, bytes, header, ...counts };
  });
}

async function* textOf(
  session: TransferSession,
  files: InstallFiles,
  counts: { tables: number; rows: number },
): AsyncGenerator<string> {
  yield linesOf({ kind: "install", ...files });
  for await (const item of readTables(session)) {
    if (item.kind === "table_end") {
      counts.tables += 1;
      counts.rows += item.sum.rows;
    }
    yield linesOf(item);
  }
  yield linesOf({ kind: "end", ...counts });
}

/** A failure on either side ends both: the callback has nothing left to do. */
function compressed(text: AsyncIterable<string>): AsyncIterable<Buffer> {
  const gzip = createGzip();
  pipeline(Readable.from(text), gzip, () => undefined);
  return gzip;
}

interface InstallFacts {
  readonly installId: string | null;
  readonly masterKeyFingerprint: string | null;
}

/** What the database tells of its install, whatever version it is of. */
async function installIn(session: TransferSession): Promise<InstallFacts> {
  const table = (await session.tables()).find(({ name }) => name === "InstallState");
  const [row] = table === undefined ? [] : await allOf(session.rows(table));
  const textOf = (column: string) => {
    const value = row?.[table?.columns.findIndex(({ name }) => name === column) ?? -1];
    return typeof value === "string" ? value : null;
  };
  return { installId: textOf("installId"), masterKeyFingerprint: textOf("masterKeyFingerprint") };
}

async function allOf<Row>(pages: AsyncGenerator<readonly Row[]>): Promise<readonly Row[]> {
  const found: Row[] = [];
  for await (const rows of pages) found.push(...rows);
  return found;
}
