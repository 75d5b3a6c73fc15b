import { z } from "zod";
import type { DatabaseClient } from "@/server/storage/database-client";
import type { HistoryChunk } from "@/server/storage/generated/sqlite/client";
import { readColumn } from "@/server/storage/stores/read-column";
import type { HistoryChunkRecord } from "@/server/storage/trading-records";
import type { HistoryChunkStore } from "@/server/storage/trading-stores";

const historyKindSchema = z.enum(["activity", "daily_values"]);

function chunkOfRow(row: HistoryChunk): HistoryChunkRecord {
  return { ...row, kind: readColumn("HistoryChunk.kind", historyKindSchema, row.kind) };
}

/** A connection's past by months, encrypted. */
export function createHistoryChunkStore(db: DatabaseClient): HistoryChunkStore {
  return {
    async listOf(connectionId, kind) {
      const rows = await db.historyChunk.findMany({
        where: { connectionId, kind },
        orderBy: { period: "asc" },
      });
      return rows.map(chunkOfRow);
    },
    versionsOf: (connectionId, kind) =>
      db.historyChunk.findMany({
        where: { connectionId, kind },
        orderBy: { period: "asc" },
        select: { id: true, period: true, version: true, updatedAt: true },
      }),
    async get(connectionId, kind, period) {
      const where = { connectionId_kind_period: { connectionId, kind, period } };
      const row = await db.historyChunk.findUnique({ where });
      return row && chunkOfRow(row);
    },
    async add(chunk) {
      const { connectionId, kind, period } = chunk;
      // Keeps the first one, whose id tells whether this one is it. An empty update would do so too, but is no single
      // statement on PostgreSQL, and fails for those who come at once.
      const row = await db.historyChunk.upsert({
        where: { connectionId_kind_period: { connectionId, kind, period } },
        create: chunk,
        update: { period },
      });
      return row.id === chunk.id;
    },
    async replace(id, version, changes) {
      const { count } = await db.historyChunk.updateMany({
        where: { id, version },
        data: { ...changes, version: version + 1 },
      });
      return count === 1;
    },
  };
}
