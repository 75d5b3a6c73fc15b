import type { DatabaseClient } from "@/server/storage/database-client";
import type { AppSessionStore } from "@/server/storage/people-stores";
import { userOfRow } from "@/server/storage/stores/user-store";

/** Signed-in browsers. */
export function createAppSessionStore(db: DatabaseClient): AppSessionStore {
  return {
    async create(session) {
      await db.appSession.create({ data: session });
    },
    byId(id) {
      return db.appSession.findUnique({ where: { id } });
    },
    async withUser(id) {
      const row = await db.appSession.findUnique({ where: { id }, include: { user: true } });
      if (!row) return null;
      const { user, ...session } = row;
      return { session, user: userOfRow(user) };
    },
    async touch(id, lastSeenAt) {
      await db.appSession.updateMany({ where: { id }, data: { lastSeenAt } });
    },
    async revoke(id, revokedAt, revokedReason) {
      const { count } = await db.appSession.updateMany({
        where: { id, revokedAt: null, expiresAt: { gt: revokedAt } },
        data: { revokedAt, revokedReason },
      });
      return count === 1;
    },
    async revokeAllOf(userId, revokedAt, revokedReason, exceptId) {
      const { count } = await db.appSession.updateMany({
        where: {
          userId,
          revokedAt: null,
          expiresAt: { gt: revokedAt },
          ...(exceptId !== undefined && { id: { not: exceptId } }),
        },
        data: { revokedAt, revokedReason },
      });
      return count;
    },
    liveOf(userId, now) {
      return db.appSession.findMany({
        where: { userId, revokedAt: null, expiresAt: { gt: now } },
        orderBy: [{ createdAt: "desc" }, { id: "asc" }],
      });
    },
    async lastSeenByUser() {
      const rows = await db.appSession.groupBy({ by: ["userId"], _max: { lastSeenAt: true } });
      return new Map(
        rows.flatMap(({ userId, _max }) => (_max.lastSeenAt ? [[userId, _max.lastSeenAt]] : [])),
      );
    },
  };
}
