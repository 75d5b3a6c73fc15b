import type { DatabaseClient } from "@/server/storage/database-client";
import type { LoginGuardStore } from "@/server/storage/session-stores";

/** When a broker login may be tried again, kept across restarts. */
export function createLoginGuardStore(db: DatabaseClient): LoginGuardStore {
  return {
    hold(key, now) {
      // Writing the key over itself takes the row's lock; an empty update would only read it.
      return db.loginGuard.upsert({
        where: { key },
        // A new row holds nobody back, not even a process whose clock is behind this one's.
        create: { key, failures: 0, notBefore: new Date(0), updatedAt: now },
        update: { key },
      });
    },
    get(key) {
      return db.loginGuard.findUnique({ where: { key } });
    },
    async put({ key, ...update }) {
      await db.loginGuard.upsert({ where: { key }, create: { key, ...update }, update });
    },
    async remove(key) {
      await db.loginGuard.deleteMany({ where: { key } });
    },
    async removeOlderThan(time) {
      const { count } = await db.loginGuard.deleteMany({
        where: { updatedAt: { lt: time }, notBefore: { lt: time } },
      });
      return count;
    },
  };
}
