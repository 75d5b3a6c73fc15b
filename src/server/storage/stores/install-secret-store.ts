import type { DatabaseClient } from "@/server/storage/database-client";
import type { InstallSecretStore } from "@/server/storage/operation-stores";

/** Keys of the install that outlive a change of the master key, wrapped by it. */
export function createInstallSecretStore(db: DatabaseClient): InstallSecretStore {
  return {
    get(name) {
      return db.installSecret.findUnique({ where: { name } });
    },
    list() {
      return db.installSecret.findMany({ orderBy: { name: "asc" } });
    },
    async create(secret) {
      const kept = await db.installSecret.upsert({
        where: { name: secret.name },
        create: secret,
        // An empty update would do, but fails on PostgreSQL for those who come at once.
        update: { name: secret.name },
      });
      return kept.wrappedKey === secret.wrappedKey;
    },
    async rewrap(name, from, wrappedKey, masterKeyFingerprint) {
      const { count } = await db.installSecret.updateMany({
        where: { name, masterKeyFingerprint: from },
        data: { wrappedKey, masterKeyFingerprint },
      });
      return count === 1;
    },
  };
}
