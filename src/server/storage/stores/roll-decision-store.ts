import type { DatabaseClient } from "@/server/storage/database-client";
import type { RollDecisionStore } from "@/server/storage/trading-stores";

/** What people said about pairs of trades that may be rolls. */
export function createRollDecisionStore(db: DatabaseClient): RollDecisionStore {
  return {
    async put({ connectionId, rollId, ...decided }) {
      await db.rollDecision.upsert({
        where: { connectionId_rollId: { connectionId, rollId } },
        create: { connectionId, rollId, ...decided },
        update: decided,
      });
    },
    async remove(connectionId, rollId) {
      await db.rollDecision.deleteMany({ where: { connectionId, rollId } });
    },
    listOf(connectionId) {
      return db.rollDecision.findMany({ where: { connectionId }, orderBy: { rollId: "asc" } });
    },
  };
}
