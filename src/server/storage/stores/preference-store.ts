import type { DatabaseClient } from "@/server/storage/database-client";
import type { PreferenceStore } from "@/server/storage/trading-stores";

/** People's own choices by name. */
export function createPreferenceStore(db: DatabaseClient): PreferenceStore {
  return {
    async get(ownerId, name) {
      return (await db.preference.findUnique({ where: { ownerId_name: { ownerId, name } } }))?.value ?? null;
    },
    async put(ownerId, name, value, updatedAt) {
      await db.preference.upsert({
        where: { ownerId_name: { ownerId, name } },
        create: { ownerId, name, value, updatedAt },
        update: { value, updatedAt },
      });
    },
  };
}
