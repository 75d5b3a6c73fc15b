import { z } from "zod";
import type { SessionLeaseRecord } from "@/server/storage/bot-records";
import type { SessionLeaseStore } from "@/server/storage/bot-stores";
import type { DatabaseClient } from "@/server/storage/database-client";
import type { SessionLease } from "@/server/storage/generated/sqlite/client";
import { readColumn } from "@/server/storage/stores/read-column";

const kindSchema = z.enum(["read_only", "full"]);

const leaseOfRow = (row: SessionLease): SessionLeaseRecord => ({
  ...row,
  kind: readColumn("SessionLease.kind", kindSchema, row.kind),
});

/** Broker tokens that were handed out. */
export function createSessionLeaseStore(db: DatabaseClient): SessionLeaseStore {
  return {
    async create(lease) {
      await db.sessionLease.create({ data: lease });
    },
    async ofOwner(ownerId, id) {
      const row = await db.sessionLease.findFirst({ where: { ownerId, id } });
      return row && leaseOfRow(row);
    },
    async liveOf(connectionId, now) {
      const rows = await db.sessionLease.findMany({
        where: { connectionId, endedAt: null, expiresAt: { gt: now } },
        orderBy: [{ createdAt: "desc" }, { id: "asc" }],
      });
      return rows.map(leaseOfRow);
    },
    async end(id, endedAt) {
      const { count } = await db.sessionLease.updateMany({
        where: { id, endedAt: null },
        data: { endedAt },
      });
      return count === 1;
    },
    async removeOlderThan(time) {
      return (await db.sessionLease.deleteMany({ where: { expiresAt: { lt: time } } })).count;
    },
  };
}
