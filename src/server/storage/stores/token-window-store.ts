import type { TokenWindowStore } from "@/server/storage/bot-stores";
import type { DatabaseClient } from "@/server/storage/database-client";

// Clocks of processes differ a little; what lies further ahead was written by a clock that went back since.
const MOST_AHEAD_MS = 120_000;

/** Places of tokens in the current minute. */
export function createTokenWindowStore(db: DatabaseClient): TokenWindowStore {
  return {
    async take(tokenId, startsAt, limit, wanted) {
      // The row of another minute becomes this one's; only one of those who come at once does it.
      await db.tokenWindow.upsert({
        where: { tokenId },
        create: { tokenId, startsAt, taken: 0 },
        // An empty update would do, but fails on PostgreSQL for those who come at once.
        update: { tokenId },
      });
      const ahead = new Date(startsAt.getTime() + MOST_AHEAD_MS);
      await db.tokenWindow.updateMany({
        where: { tokenId, OR: [{ startsAt: { lt: startsAt } }, { startsAt: { gt: ahead } }] },
        data: { startsAt, taken: 0 },
      });
      for (let places = Math.min(wanted, limit); places > 0; places = Math.floor(places / 2)) {
        const { count } = await db.tokenWindow.updateMany({
          where: { tokenId, startsAt, taken: { lte: limit - places } },
          data: { taken: { increment: places } },
        });
        if (count === 1) {
          const row = await db.tokenWindow.findFirst({ where: { tokenId, startsAt } });
          return { places, left: row === null ? 0 : limit - row.taken };
        }
      }
      return { places: 0, left: 0 };
    },
    async removeOlderThan(time) {
      return (await db.tokenWindow.deleteMany({ where: { startsAt: { lt: time } } })).count;
    },
  };
}
