import type { BotFreezeStore } from "@/server/storage/bot-stores";
import type { DatabaseClient } from "@/server/storage/database-client";

/** Whose programs are kept out. */
export function createBotFreezeStore(db: DatabaseClient): BotFreezeStore {
  return {
    get(ownerIds) {
      return db.botFreeze.findMany({ where: { ownerId: { in: [...ownerIds] } } });
    },
    async put(freeze) {
      const before = await db.botFreeze.findUnique({ where: { ownerId: freeze.ownerId } });
      const { ownerId } = freeze;
      await db.botFreeze.upsert({ where: { ownerId }, create: freeze, update: { ownerId } });
      return before === null;
    },
    async remove(ownerId) {
      return (await db.botFreeze.deleteMany({ where: { ownerId } })).count === 1;
    },
  };
}
