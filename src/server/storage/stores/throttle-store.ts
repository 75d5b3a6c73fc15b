import type { DatabaseClient } from "@/server/storage/database-client";
import type { ThrottleStore } from "@/server/storage/people-stores";

/** Counters of failed sign-ins. */
export function createThrottleStore(db: DatabaseClient): ThrottleStore {
  return {
    get(keys) {
      return db.signInThrottle.findMany({ where: { key: { in: [...keys] } }, orderBy: { key: "asc" } });
    },
    async put({ key, ...update }) {
      await db.signInThrottle.upsert({ where: { key }, create: { key, ...update }, update });
    },
    async remove(keys) {
      await db.signInThrottle.deleteMany({ where: { key: { in: [...keys] } } });
    },
    async removeOlderThan(time) {
      await db.signInThrottle.deleteMany({
        where: {
          windowStartedAt: { lt: time },
          OR: [{ blockedUntil: null }, { blockedUntil: { lt: time } }],
        },
      });
    },
  };
}
