import type { DatabaseClient } from "@/server/storage/database-client";
import type { AttentionDismissalStore } from "@/server/storage/trading-stores";

/** Items of the attention list that their people put aside. */
export function createAttentionDismissalStore(db: DatabaseClient): AttentionDismissalStore {
  return {
    async put({ ownerId, key, ...said }) {
      await db.attentionDismissal.upsert({
        where: { ownerId_key: { ownerId, key } },
        create: { ownerId, key, ...said },
        update: said,
      });
    },
    async remove(ownerId, key) {
      await db.attentionDismissal.deleteMany({ where: { ownerId, key } });
    },
    listOf(ownerId) {
      return db.attentionDismissal.findMany({ where: { ownerId }, orderBy: { key: "asc" } });
    },
  };
}
