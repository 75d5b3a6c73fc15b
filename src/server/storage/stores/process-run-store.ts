import { z } from "zod";
import type { DatabaseClient } from "@/server/storage/database-client";
import type { ProcessRunStore } from "@/server/storage/operation-stores";
import { readColumn } from "@/server/storage/stores/read-column";

const kindSchema = z.enum(["web", "cli"]);

/** The processes of the install. */
export function createProcessRunStore(db: DatabaseClient): ProcessRunStore {
  return {
    async put(run) {
      const row = { ...run, masterKeys: run.masterKeys.join(" ") };
      await db.processRun.upsert({ where: { id: run.id }, create: row, update: row });
    },
    async liveSince(seenAfter) {
      const rows = await db.processRun.findMany({
        where: { endedAt: null, seenAt: { gte: seenAfter } },
        orderBy: { startedAt: "asc" },
      });
      return rows.map((row) => ({
        ...row,
        kind: readColumn("ProcessRun.kind", kindSchema, row.kind),
        masterKeys: row.masterKeys.split(" ").filter(Boolean),
      }));
    },
    async end(id, at) {
      await db.processRun.updateMany({ where: { id }, data: { endedAt: at } });
    },
    async removeSeenBefore(time) {
      return (await db.processRun.deleteMany({ where: { seenAt: { lt: time } } })).count;
    },
  };
}
