import { z } from "zod";
import type { DatabaseClient } from "@/server/storage/database-client";
import type { RequestWindow } from "@/server/storage/generated/sqlite/client";
import type { RequestWindowRecord } from "@/server/storage/records";
import { readColumn } from "@/server/storage/stores/read-column";
import type { RequestWindowStore } from "@/server/storage/upstream-stores";

const sentAtSchema = z.string().regex(/^(\d+( \d+)*)?$/);

function requestWindowOfRow(row: RequestWindow): RequestWindowRecord {
  const text = readColumn("RequestWindow.sentAt", sentAtSchema, row.sentAt);
  return { ...row, sentAt: text === "" ? [] : text.split(" ").map(Number) };
}

function textOf(sentAt: readonly number[]): string {
  return sentAt.join(" ");
}

/** The requests of the last minute, by connection. */
export function createRequestWindowStore(db: DatabaseClient): RequestWindowStore {
  return {
    async hold(connectionId, now) {
      // Writing the key over itself takes the row's lock; an empty update would only read it.
      const row = await db.requestWindow.upsert({
        where: { connectionId },
        create: { connectionId, sentAt: "", updatedAt: now },
        update: { connectionId },
      });
      return requestWindowOfRow(row);
    },
    async get(connectionId) {
      const row = await db.requestWindow.findUnique({ where: { connectionId } });
      return row && requestWindowOfRow(row);
    },
    async replace(seen, { sentAt, updatedAt }) {
      const { count } = await db.requestWindow.updateMany({
        where: { connectionId: seen.connectionId, sentAt: textOf(seen.sentAt) },
        data: { sentAt: textOf(sentAt), updatedAt },
      });
      return count === 1;
    },
    async put({ connectionId, sentAt, updatedAt }) {
      const update = { sentAt: textOf(sentAt), updatedAt };
      await db.requestWindow.upsert({
        where: { connectionId },
        create: { connectionId, ...update },
        update,
      });
    },
    async removeOlderThan(time) {
      return (await db.requestWindow.deleteMany({ where: { updatedAt: { lt: time } } })).count;
    },
  };
}
