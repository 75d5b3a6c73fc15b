import { z } from "zod";
import type { DatabaseClient } from "@/server/storage/database-client";
import type { NoticeDelivery } from "@/server/storage/generated/sqlite/client";
import type { NoticeDeliveryStore } from "@/server/storage/notice-stores";
import type { NoticeDeliveryRecord } from "@/server/storage/records";
import { readColumn } from "@/server/storage/stores/read-column";
import { errorCodeSchema } from "@/shared/schemas/connection";
import { noticeKindSchema } from "@/shared/schemas/notice";

const statusSchema = z.enum(["pending", "delivered", "dead", "dropped"]);
const PENDING = { status: "pending" } as const;

function deliveryOfRow(row: NoticeDelivery): NoticeDeliveryRecord {
  return {
    ...row,
    status: readColumn("NoticeDelivery.status", statusSchema, row.status),
    errorCode: readColumn("NoticeDelivery.errorCode", errorCodeSchema.nullable(), row.errorCode),
  };
}

/** Deliveries of so many notices are read at a time: databases bound the values of one statement. */
const CHUNK = 500;

/**
 * The first pending delivery of each line, oldest notice first: it decides for its line, since a later one must not
 * overtake one that waits to be repeated. Reads what is pending, and nothing of what has ended.
 */
async function headsOfLines(db: DatabaseClient): Promise<NoticeDeliveryRecord[]> {
  const lines = await db.noticeDelivery.groupBy({
    by: ["lineKey"],
    where: PENDING,
    _min: { noticeSeq: true },
  });
  const headOf = new Map(lines.map(({ lineKey, _min }) => [lineKey, _min.noticeSeq]));
  const seqs = [...new Set(lines.flatMap(({ _min }) => _min.noticeSeq ?? []))].sort((a, b) => a - b);
  const heads: NoticeDeliveryRecord[] = [];
  for (let start = 0; start < seqs.length; start += CHUNK) {
    const rows = await db.noticeDelivery.findMany({
      where: { ...PENDING, noticeSeq: { in: seqs.slice(start, start + CHUNK) } },
      orderBy: [{ noticeSeq: "asc" }, { id: "asc" }],
    });
    heads.push(...rows.filter((row) => headOf.get(row.lineKey) === row.noticeSeq).map(deliveryOfRow));
  }
  return heads;
}

/** When a delivery may be taken: at its time, and not while another process has it. */
function lookAt({ nextAttemptAt, leaseUntil }: NoticeDeliveryRecord): Date {
  return leaseUntil !== null && leaseUntil > nextAttemptAt ? leaseUntil : nextAttemptAt;
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
      return (await headsOfLines(db)).filter((row) => lookAt(row) <= now).slice(0, limit);
    },
    async nextDue() {
      const heads = await headsOfLines(db);
      return heads.length === 0 ? null : new Date(Math.min(...heads.map((row) => lookAt(row).getTime())));
    },
    async takeLease(seen, leaseToken, until) {
      const { id, attempts, nextAttemptAt } = seen;
      const { count } = await db.noticeDelivery.updateMany({
        where: { id, ...PENDING, attempts, nextAttemptAt, leaseToken: seen.leaseToken },
        data: { leaseToken, leaseUntil: until },
      });
      return count === 1;
    },
    async countTry(id, leaseToken, counted) {
      const { count } = await db.noticeDelivery.updateMany({
        where: { id, leaseToken, ...PENDING },
        data: counted,
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
    async countPending() {
      return db.noticeDelivery.count({ where: PENDING });
    },
    async countOf(channelId) {
      const [pending, dead] = await Promise.all([
        db.noticeDelivery.count({ where: { channelId, status: "pending" } }),
        db.noticeDelivery.count({ where: { channelId, status: "dead" } }),
      ]);
      return { pending, dead };
    },
    async earlierInLine(lineKey, noticeSeq, limit) {
      const rows = await db.noticeDelivery.findMany({
        where: { lineKey, noticeSeq: { lt: noticeSeq } },
        orderBy: { noticeSeq: "desc" },
        take: limit,
        select: { status: true, attempts: true, notice: { select: { kind: true } } },
      });
      return rows.map(({ status, attempts, notice }) => ({
        status: readColumn("NoticeDelivery.status", statusSchema, status),
        attempts,
        kind: readColumn("Notice.kind", noticeKindSchema, notice.kind),
      }));
    },
    async waitingDeadlines(lineKey) {
      const rows = await db.noticeDelivery.findMany({
        where: {
          lineKey,
          ...PENDING,
          notice: { deadlineAt: { not: null }, resolvedAt: null, kind: { not: "login_locked" } },
        },
        select: { notice: { select: { deadlineAt: true } } },
      });
      return rows.flatMap(({ notice }) => notice.deadlineAt ?? []);
    },
    async wakeChannel(channelId, now) {
      const { count } = await db.noticeDelivery.updateMany({
        where: { channelId, ...PENDING, leaseToken: null, nextAttemptAt: { gt: now } },
        data: { nextAttemptAt: now },
      });
      return count;
    },
    async wakeLine(lineKey, now) {
      const { count } = await db.noticeDelivery.updateMany({
        where: { lineKey, ...PENDING, leaseToken: null, nextAttemptAt: { gt: now } },
        data: { nextAttemptAt: now },
      });
      return count;
    },
    async shortenLeases(longest) {
      const { count } = await db.noticeDelivery.updateMany({
        where: { ...PENDING, leaseUntil: { gt: longest } },
        data: { leaseUntil: longest },
      });
      return count;
    },
    async wakeWrittenAhead(now) {
      const { count } = await db.noticeDelivery.updateMany({
        where: { ...PENDING, nextAttemptAt: { gt: now }, createdAt: { gt: now } },
        data: { nextAttemptAt: now },
      });
      return count;
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
