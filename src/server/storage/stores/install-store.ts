import type { DatabaseClient } from "@/server/storage/database-client";
import type { InstallStore } from "@/server/storage/people-stores";

const ONLY_ROW = { id: 1 };

/** The single row about the installation. */
export function createInstallStore(db: DatabaseClient): InstallStore {
  return {
    async get() {
      const row =
        (await db.installState.findUnique({ where: ONLY_ROW })) ??
        (await db.installState.upsert({ where: ONLY_ROW, create: ONLY_ROW, update: ONLY_ROW }));
      const { id: _id, ...record } = row;
      return record;
    },
    async setSetupCodeHash(setupCodeHash) {
      await db.installState.upsert({
        where: ONLY_ROW,
        create: { ...ONLY_ROW, setupCodeHash },
        update: { setupCodeHash },
      });
    },
    async setKeyCanary(keyCanary, masterKeyFingerprint) {
      const update = { keyCanary, masterKeyFingerprint };
      await db.installState.upsert({ where: ONLY_ROW, create: { ...ONLY_ROW, ...update }, update });
    },
    async completeSetup(codeHash, completedAt) {
      const { count } = await db.installState.updateMany({
        where: { ...ONLY_ROW, setupCompletedAt: null, setupCodeHash: codeHash },
        data: { setupCompletedAt: completedAt, setupCodeHash: null },
      });
      return count === 1;
    },
  };
}
