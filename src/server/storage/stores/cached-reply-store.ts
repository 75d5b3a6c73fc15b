import type { DatabaseClient } from "@/server/storage/database-client";
import type { CachedReplyStore } from "@/server/storage/session-stores";

/** The last good reply of each kind from a broker, encrypted. */
export function createCachedReplyStore(db: DatabaseClient): CachedReplyStore {
  return {
    async put(reply) {
      const { connectionId, kind } = reply;
      const { id, ownerId, ciphertext, fetchedAt } = reply;
      await db.cachedReply.upsert({
        where: { connectionId_kind: { connectionId, kind } },
        create: reply,
        // The ciphertext is bound to the row's id, so a replacement brings its own.
        update: { id, ownerId, ciphertext, fetchedAt },
      });
    },
    get(connectionId, kind) {
      return db.cachedReply.findUnique({ where: { connectionId_kind: { connectionId, kind } } });
    },
    async removeOf(connectionId) {
      await db.cachedReply.deleteMany({ where: { connectionId } });
    },
    async removeOlderThan(before) {
      return (await db.cachedReply.deleteMany({ where: { fetchedAt: { lt: before } } })).count;
    },
  };
}
