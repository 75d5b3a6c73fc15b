import type { DatabaseClient } from "@/server/storage/database-client";
import type { Notice } from "@/server/storage/generated/sqlite/client";
import type { NoticeStore } from "@/server/storage/notice-stores";
import type { NoticeRecord } from "@/server/storage/records";
import { readColumn, readJsonColumn } from "@/server/storage/stores/read-column";
import { brokerTypeSchema } from "@/shared/schemas/broker";
import { errorCodeSchema, nextActionSchema } from "@/shared/schemas/connection";
import { attentionDetailsSchema, noticeKindSchema } from "@/shared/schemas/notice";

function noticeOfRow(row: Notice): NoticeRecord {
  return {
    ...row,
    kind: readColumn("Notice.kind", noticeKindSchema, row.kind),
    broker: readColumn("Notice.broker", brokerTypeSchema.nullable(), row.broker),
    errorCode: readColumn("Notice.errorCode", errorCodeSchema.nullable(), row.errorCode),
    nextAction: readColumn("Notice.nextAction", nextActionSchema.nullable(), row.nextAction),
    details:
      row.details === null ? null : readJsonColumn("Notice.details", attentionDetailsSchema, row.details),
  };
}

/** What people were told. */
export function createNoticeStore(db: DatabaseClient): NoticeStore {
  return {
    async create({ details = null, ...notice }) {
      const { ownerId, dedupeKey } = notice;
      // Keeps the first one, whose id tells whether this one is it; an empty update would fail on PostgreSQL for those
      // who come at once.
      const row = await db.notice.upsert({
        where: { ownerId_dedupeKey: { ownerId, dedupeKey } },
        create: { ...notice, details: details && JSON.stringify(details) },
        update: { dedupeKey },
      });
      return row.id === notice.id ? row.seq : null;
    },
    async ofOwner(ownerId, id) {
      const row = await db.notice.findUnique({ where: { id, ownerId } });
      return row && noticeOfRow(row);
    },
    async byId(id) {
      const row = await db.notice.findUnique({ where: { id } });
      return row && noticeOfRow(row);
    },
    async listOf(ownerId, limit, beforeSeq) {
      const rows = await db.notice.findMany({
        where: { ownerId, ...(beforeSeq !== null && { seq: { lt: beforeSeq } }) },
        orderBy: { seq: "desc" },
        take: limit,
      });
      return rows.map(noticeOfRow);
    },
    countUnread(ownerId) {
      return db.notice.count({ where: { ownerId, readAt: null } });
    },
    async openOf(connectionId) {
      const rows = await db.notice.findMany({
        where: {
          connectionId,
          resolvedAt: null,
          kind: { in: ["needs_person", "deadline_ahead", "login_locked"] },
        },
        orderBy: { seq: "asc" },
      });
      return rows.map(noticeOfRow);
    },
    async markRead(ownerId, uptoSeq, readAt) {
      const { count } = await db.notice.updateMany({
        where: { ownerId, readAt: null, seq: { lte: uptoSeq } },
        data: { readAt },
      });
      return count;
    },
    async raisedSince(connectionId, kind, since, limit) {
      const rows = await db.notice.findMany({
        where: { connectionId, kind, createdAt: { gt: since } },
        orderBy: { seq: "desc" },
        take: limit,
        select: { createdAt: true },
      });
      return rows.map(({ createdAt }) => createdAt);
    },
    async resolve(connectionId, resolvedAt) {
      const { count } = await db.notice.updateMany({
        where: { connectionId, resolvedAt: null },
        data: { resolvedAt },
      });
      return count;
    },
    async removeOlderThan(time) {
      return (await db.notice.deleteMany({ where: { createdAt: { lt: time } } })).count;
    },
  };
}
