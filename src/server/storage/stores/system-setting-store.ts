import type { DatabaseClient } from "@/server/storage/database-client";
import type { SystemSettingStore } from "@/server/storage/operation-stores";

const INSTALL = { id: 1 };

/** Settings that admins saved, and the history of their changes. */
export function createSystemSettingStore(db: DatabaseClient): SystemSettingStore {
  return {
    list() {
      return db.systemSetting.findMany({ orderBy: { name: "asc" } });
    },
    async put(setting) {
      await db.systemSetting.upsert({ where: { name: setting.name }, create: setting, update: setting });
    },
    async remove(name) {
      await db.systemSetting.deleteMany({ where: { name } });
    },
    async nextVersion() {
      const { settingsVersion } = await db.installState.upsert({
        where: INSTALL,
        create: { ...INSTALL, settingsVersion: 1 },
        update: { settingsVersion: { increment: 1 } },
      });
      return settingsVersion;
    },
    async version() {
      return (await db.installState.findUnique({ where: INSTALL }))?.settingsVersion ?? 0;
    },
    async addChange(change) {
      await db.settingChange.create({ data: change });
    },
    changes({ name, limit }) {
      return db.settingChange.findMany({
        where: name === undefined ? {} : { name },
        orderBy: { seq: "desc" },
        take: limit,
      });
    },
    change(id) {
      return db.settingChange.findUnique({ where: { id } });
    },
  };
}
