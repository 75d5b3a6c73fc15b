import type { DatabaseClient } from "@/server/storage/database-client";
import type { CalendarFeedStore } from "@/server/storage/trading-stores";

/** Private addresses of people's calendars, by the hash of their token. */
export function createCalendarFeedStore(db: DatabaseClient): CalendarFeedStore {
  return {
    ofOwner(ownerId) {
      return db.calendarFeed.findUnique({ where: { ownerId } });
    },
    byTokenHash(tokenHash) {
      return db.calendarFeed.findUnique({ where: { tokenHash } });
    },
    async put({ ownerId, ...feed }) {
      await db.calendarFeed.upsert({ where: { ownerId }, create: { ownerId, ...feed }, update: feed });
    },
    async noteRead(ownerId, at) {
      await db.calendarFeed.updateMany({ where: { ownerId }, data: { lastReadAt: at } });
    },
    async remove(ownerId) {
      await db.calendarFeed.deleteMany({ where: { ownerId } });
    },
  };
}
