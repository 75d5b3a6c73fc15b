import type { DatabaseClient } from "@/server/storage/database-client";
import type { BreakerStore } from "@/server/storage/upstream-stores";

/** Circuit breakers, shared by all processes. */
export function createBreakerStore(db: DatabaseClient): BreakerStore {
  return {
    get(key) {
      return db.breaker.findUnique({ where: { key } });
    },
    list() {
      return db.breaker.findMany({ orderBy: { key: "asc" } });
    },
    hold(key, now) {
      // Writing the key over itself takes the row's lock; an empty update would only read it.
      return db.breaker.upsert({
        where: { key },
        create: {
          key,
          failures: 0,
          trips: 0,
          openUntil: null,
          probeToken: null,
          probeUntil: null,
          updatedAt: now,
        },
        update: { key },
      });
    },
    async put({ key, ...update }) {
      await db.breaker.upsert({ where: { key }, create: { key, ...update }, update });
    },
  };
}
