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
  };
}
