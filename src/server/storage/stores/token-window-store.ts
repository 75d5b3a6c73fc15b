import type { TokenWindowStore } from "@/server/storage/bot-stores";
import type { DatabaseClient } from "@/server/storage/database-client";

/** Places of tokens in the current minute. */
export function createTokenWindowStore(db: DatabaseClient): TokenWindowStore {
  return {
    async take(tokenId, startsAt, limit, wanted) {
      // The row of an older minute becomes this one's; only one of those who come at once does it.
      await db.tokenWindow.upsert({
        where: { tokenId },
        create: { tokenId, startsAt, taken: 0 },
        update: {},
      });
      await db.tokenWindow.updateMany({
        where: { tokenId, startsAt: { lt: startsAt } },
        data: { startsAt, taken: 0 },
      });
      for (let places = Math.min(wanted, limit); places > 0; places = Math.floor(places / 2)) {
        const { count } = await db.tokenWindow.updateMany({
          where: { tokenId, startsAt, taken: { lte: limit - places } },
          data: { taken: { increment: places } },
        });
        if (count === 1) return places;
      }
      return 0;
    },
    async removeOlderThan(time) {
      return (await db.tokenWindow.deleteMany({ where: { startsAt: { lt: time } } })).count;
    },
  };
}
