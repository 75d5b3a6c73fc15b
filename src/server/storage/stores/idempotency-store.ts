import type { IdempotencyStore } from "@/server/storage/bot-stores";
import type { DatabaseClient } from "@/server/storage/database-client";

/** Writes that were asked for with a key. */
export function createIdempotencyStore(db: DatabaseClient): IdempotencyStore {
  return {
    async add(record) {
      const { tokenId, key, claim } = record;
      // Keeps the first one. An empty update would do so too, but fails on PostgreSQL for those who come at once.
      const row = await db.idempotencyKey.upsert({
        where: { tokenId_key: { tokenId, key } },
        create: record,
        update: { key },
      });
      return row.claim === claim;
    },
    get(tokenId, key) {
      return db.idempotencyKey.findUnique({ where: { tokenId_key: { tokenId, key } } });
    },
    async answer(tokenId, key, answer) {
      await db.idempotencyKey.updateMany({ where: { tokenId, key }, data: { answer } });
    },
    async remove(tokenId, key) {
      await db.idempotencyKey.deleteMany({ where: { tokenId, key } });
    },
    async removeOlderThan(time) {
      return (await db.idempotencyKey.deleteMany({ where: { createdAt: { lt: time } } })).count;
    },
  };
}
