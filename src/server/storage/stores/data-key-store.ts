import type { DatabaseClient } from "@/server/storage/database-client";
import type { DataKeyStore } from "@/server/storage/people-stores";

/** Wrapped data keys: one an owner that seals, and older ones that only open. */
export function createDataKeyStore(db: DatabaseClient): DataKeyStore {
  return {
    byId(id) {
      return db.dataKey.findUnique({ where: { id } });
    },
    byOwner(ownerId) {
      return db.dataKey.findFirst({ where: { ownerId, retiredAt: null }, orderBy: { createdAt: "desc" } });
    },
    async create(key) {
      await db.dataKey.create({ data: key });
    },
    list() {
      return db.dataKey.findMany({ orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
    },
    async rewrap(id, from, wrappedKey, masterKeyFingerprint) {
      const { count } = await db.dataKey.updateMany({
        where: { id, masterKeyFingerprint: from },
        data: { wrappedKey, masterKeyFingerprint },
      });
      return count === 1;
    },
    async retireAllOf(ownerId, at) {
      await db.dataKey.updateMany({ where: { ownerId, retiredAt: null }, data: { retiredAt: at } });
    },
    async remove(id) {
      await db.dataKey.deleteMany({ where: { id, retiredAt: { not: null } } });
    },
  };
}
