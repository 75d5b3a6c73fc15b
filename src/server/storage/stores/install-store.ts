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
    async hold() {
      const { id: _id, ...record } = await db.installState.update({
        where: ONLY_ROW,
        // A write that changes nothing holds the row on PostgreSQL; on SQLite a transaction is alone anyway.
        data: { settingsVersion: { increment: 0 } },
      });
      return record;
    },
    async setSetupCodeHash(setupCodeHash) {
      await db.installState.upsert({
        where: ONLY_ROW,
        create: { ...ONLY_ROW, setupCodeHash },
        update: { setupCodeHash },
      });
    },
    async ensureInstallId(offered) {
      await db.installState.upsert({ where: ONLY_ROW, create: ONLY_ROW, update: ONLY_ROW });
      await db.installState.updateMany({
        where: { ...ONLY_ROW, installId: null },
        data: { installId: offered },
      });
      return (await db.installState.findUniqueOrThrow({ where: ONLY_ROW })).installId ?? offered;
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
    async advanceEpoch(above, newId) {
      await db.installState.upsert({ where: ONLY_ROW, create: ONLY_ROW, update: {} });
      await db.installState.updateMany({
        where: { ...ONLY_ROW, epoch: { lt: above } },
        data: { epoch: above },
      });
      await db.installState.updateMany({
        where: { ...ONLY_ROW, installId: null },
        data: { installId: newId },
      });
      const row = await db.installState.update({ where: ONLY_ROW, data: { epoch: { increment: 1 } } });
      return { installId: row.installId ?? newId, epoch: row.epoch };
    },
    async markRestored(restoredAt, restoredFrom) {
      const update = { restoredAt, restoredFrom };
      await db.installState.upsert({ where: ONLY_ROW, create: { ...ONLY_ROW, ...update }, update });
    },
    async acceptRestored(restoredAt) {
      const { count } = await db.installState.updateMany({
        where: { ...ONLY_ROW, restoredAt },
        data: { restoredAt: null, restoredFrom: null },
      });
      return count === 1;
    },
  };
}
