import { z } from "zod";
import type { DatabaseClient } from "@/server/storage/database-client";
import type { NoticeDelivery } from "@/server/storage/generated/sqlite/client";
import type { NoticeDeliveryRecord } from "@/server/storage/records";
import type { NoticeDeliveryStore } from "@/server/storage/storage";
import { readColumn } from "@/server/storage/stores/read-column";
import { errorCodeSchema } from "@/shared/schemas/connection";

const statusSchema = z.enum(["pending", "delivered", "dead"]);
const PENDING = { status: "pending" } as const;

function deliveryOfRow(row: NoticeDelivery): NoticeDeliveryRecord {
  return {
    ...row,
    status: readColumn("NoticeDelivery.status", statusSchema, row.status),
    errorCode: readColumn("NoticeDelivery.errorCode", errorCodeSchema.nullable(), row.errorCode),
  };
}

/** The outbox of notices. */
export function createNoticeDeliveryStore(db: DatabaseClient): NoticeDeliveryStore {
  return {
    async create(delivery) {
      await db.noticeDelivery.create({ data: delivery });
    },
    async byId(id) {
      const row = await db.noticeDelivery.findUnique({ where: { id } });
      return row && deliveryOfRow(row);
    },
    async due(now, limit) {
      // The first of each line decides for its line: a later one must not overtake one that waits to be repeated.
      const heads = await db.noticeDelivery.groupBy({
        by: ["lineKey"],
        where: PENDING,
        _min: { noticeSeq: true },
      });
      if (heads.length === 0) return [];
      const rows = await db.noticeDelivery.findMany({
        where: {
          ...PENDING,
          nextAttemptAt: { lte: now },
          AND: [
            { OR: [{ leaseUntil: null }, { leaseUntil: { lte: now } }] },
            { OR: heads.map(({ lineKey, _min }) => ({ lineKey, noticeSeq: _min.noticeSeq ?? 0 })) },
          ],
        },
        orderBy: { noticeSeq: "asc" },
        take: limit,
      });
      return rows.map(deliveryOfRow);
    },
    async nextDue() {
      const row = await db.noticeDelivery.findFirst({
        where: PENDING,
        orderBy: { nextAttemptAt: "asc" },
        select: { nextAttemptAt: true, leaseUntil: true },
      });
      return row?.nextAttemptAt ?? null;
    },
    async takeLease(id, leaseToken, now, until) {
      const { count } = await db.noticeDelivery.updateMany({
        where: { id, ...PENDING, OR: [{ leaseUntil: null }, { leaseUntil: { lte: now } }] },
        data: { leaseToken, leaseUntil: until },
      });
      return count === 1;
    },
    async settle(id, leaseToken, changes) {
      const { count } = await db.noticeDelivery.updateMany({
        where: { id, leaseToken, ...PENDING },
        data: { ...changes, leaseToken: null, leaseUntil: null },
      });
      return count === 1;
    },
    async countOf(channelId) {
      const [pending, dead] = await Promise.all([
        db.noticeDelivery.count({ where: { channelId, status: "pending" } }),
        db.noticeDelivery.count({ where: { channelId, status: "dead" } }),
      ]);
      return { pending, dead };
    },
    async revive(channelId, now) {
      const { count } = await db.noticeDelivery.updateMany({
        where: { channelId, status: "dead" },
        data: { status: "pending", attempts: 0, nextAttemptAt: now, endedAt: null },
      });
      return count;
    },
    async removeEndedOlderThan(time) {
      return (await db.noticeDelivery.deleteMany({ where: { endedAt: { lt: time } } })).count;
    },
  };
}
