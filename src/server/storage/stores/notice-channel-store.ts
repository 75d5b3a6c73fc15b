import { z } from "zod";
import type { DatabaseClient } from "@/server/storage/database-client";
import type { NoticeChannel } from "@/server/storage/generated/sqlite/client";
import type { NoticeChannelStore } from "@/server/storage/notice-stores";
import type { NoticeChannelRecord } from "@/server/storage/records";
import { readColumn, readJsonColumn } from "@/server/storage/stores/read-column";
import { errorCodeSchema } from "@/shared/schemas/connection";
import { channelKindSchema, quietHoursSchema, subscribableKindSchema } from "@/shared/schemas/notice";

const kindsSchema = z.array(subscribableKindSchema);

function channelOfRow(row: NoticeChannel): NoticeChannelRecord {
  return {
    ...row,
    kind: readColumn("NoticeChannel.kind", channelKindSchema, row.kind),
    kinds: readJsonColumn("NoticeChannel.kinds", kindsSchema, row.kinds),
    quietHours:
      row.quietHours === null
        ? null
        : readJsonColumn("NoticeChannel.quietHours", quietHoursSchema, row.quietHours),
    lastErrorCode: readColumn("NoticeChannel.lastErrorCode", errorCodeSchema.nullable(), row.lastErrorCode),
  };
}

const quietHoursText = (quietHours: NoticeChannelRecord["quietHours"]) =>
  quietHours === null ? null : JSON.stringify(quietHours);

/** Ways to reach people outside the app. */
export function createNoticeChannelStore(db: DatabaseClient): NoticeChannelStore {
  return {
    async create(channel) {
      await db.noticeChannel.create({
        data: {
          ...channel,
          kinds: JSON.stringify(channel.kinds),
          quietHours: quietHoursText(channel.quietHours),
        },
      });
    },
    async ofOwner(ownerId, id) {
      const row = await db.noticeChannel.findUnique({ where: { id, ownerId } });
      return row && channelOfRow(row);
    },
    async byId(id) {
      const row = await db.noticeChannel.findUnique({ where: { id } });
      return row && channelOfRow(row);
    },
    async listOf(ownerId) {
      const rows = await db.noticeChannel.findMany({
        where: { ownerId },
        orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      });
      return rows.map(channelOfRow);
    },
    async update(id, { kinds, quietHours, ...changes }) {
      await db.noticeChannel.updateMany({
        where: { id },
        data: {
          ...changes,
          ...(kinds && { kinds: JSON.stringify(kinds) }),
          ...(quietHours !== undefined && { quietHours: quietHoursText(quietHours) }),
        },
      });
    },
    async remove(id) {
      return (await db.noticeChannel.deleteMany({ where: { id } })).count === 1;
    },
  };
}
