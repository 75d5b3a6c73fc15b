import type { DatabaseClient } from "@/server/storage/database-client";
import type { LoginGuardStore } from "@/server/storage/storage";

/** When a broker login may be tried again, kept across restarts. */
export function createLoginGuardStore(db: DatabaseClient): LoginGuardStore {
  return {
    get(key) {
      return db.loginGuard.findUnique({ where: { key } });
    },
    async put({ key, ...update }) {
      await db.loginGuard.upsert({ where: { key }, create: { key, ...update }, update });
    },
    async remove(key) {
      await db.loginGuard.deleteMany({ where: { key } });
    },
  };
}
