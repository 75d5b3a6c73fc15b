import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BackupKeys } from "@/server/backup/file-key";
import { type BackupRequest, makeBackup } from "@/server/backup/make-backup";
import { systemRandom } from "@/server/random";
import { masterKeyOf } from "@/server/secrets/master-key";
import { createStorage } from "@/server/storage/create-storage";
import type { Storage } from "@/server/storage/storage";
import { sumOf } from "@/server/storage/transfer/transfer-items";
import { withTransferSession } from "@/server/storage/transfer/transfer-session";
import { buildAuditEvent, buildConnection, buildUser } from "@/test/builders";
import { createTestDatabase, type TestDatabase } from "@/test/test-storage";

/** The time at which tests of backups take place. */
export const BACKUP_TIME = new Date("2026-03-02T15:00:00.000Z");

export const keyOf = (fill: number) => masterKeyOf(Buffer.alloc(32, fill).toString("base64"), "a test");
/** The keys of the install that the stage plays. */
export const OWN_KEYS: BackupKeys = { masterKeys: [keyOf(5)], passphrase: null };

/** What the tables that survive a restore add up to: not the processes, nor the note that it is a copy. */
export function sumsOf(databaseUrl: string): Promise<Record<string, unknown>> {
  return withTransferSession(databaseUrl, "read", async (session) => {
    const found: Record<string, unknown> = {};
    for (const table of await session.tables()) {
      if (table.name === "ProcessRun" || table.name === "InstallState") continue;
      found[table.name] = { ...(await sumOf(session, table)), last: await session.lastNumber(table) };
    }
    return found;
  });
}

/** An install with two people and some rows, in a database of its own, and a folder for its backups. */
export interface BackupStage {
  readonly folder: string;
  readonly database: TestDatabase;
  readonly storage: Storage;
  backUp(name: string, given?: Partial<BackupRequest>): ReturnType<typeof makeBackup>;
  close(): Promise<void>;
}

export async function createBackupStage(): Promise<BackupStage> {
  const folder = await mkdtemp(join(tmpdir(), "wheelhouse-backup-"));
  const database = await createTestDatabase();
  const storage = await createStorage({ databaseUrl: database.databaseUrl });
  const owner = buildUser({ isOwner: true, displayName: "Ada ✓" });
  await storage.users.create(owner);
  await storage.users.create(buildUser());
  await storage.connections.create(buildConnection({ ownerId: owner.id, revokedAtBroker: true }));
  await storage.install.setKeyCanary("v1.made-up", keyOf(5).fingerprint);
  await storage.install.advanceEpoch(0, "the-install");
  for (let number = 0; number < 3; number += 1) await storage.audit.append(buildAuditEvent());
  return {
    folder,
    database,
    storage,
    backUp: (name, given = {}) =>
      makeBackup({
        databaseUrl: database.databaseUrl,
        path: join(folder, name),
        keys: OWN_KEYS,
        withMasterKey: false,
        config: "settings:\n  max_sessions: 3\n",
        variables: ["DATABASE_URL", "PORT"],
        now: BACKUP_TIME,
        random: systemRandom,
        ...given,
      }),
    close: async () => {
      await storage.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
