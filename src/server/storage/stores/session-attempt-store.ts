import type { DatabaseClient } from "@/server/storage/database-client";
import type { SessionAttempt } from "@/server/storage/generated/sqlite/client";
import type { SessionAttemptRecord } from "@/server/storage/records";
import type { SessionAttemptStore } from "@/server/storage/session-stores";
import { readColumn } from "@/server/storage/stores/read-column";
import { errorCodeSchema, sessionAttemptViewSchema } from "@/shared/schemas/connection";

const { kind, trigger, outcome } = sessionAttemptViewSchema.shape;

function sessionAttemptOfRow(row: SessionAttempt): SessionAttemptRecord {
  return {
    ...row,
    kind: readColumn("SessionAttempt.kind", kind, row.kind),
    trigger: readColumn("SessionAttempt.trigger", trigger, row.trigger),
    outcome: readColumn("SessionAttempt.outcome", outcome, row.outcome),
    errorCode: readColumn("SessionAttempt.errorCode", errorCodeSchema.nullable(), row.errorCode),
  };
}

/** What was tried to keep sessions, beside logins. */
export function createSessionAttemptStore(db: DatabaseClient): SessionAttemptStore {
  return {
    async create(attempt) {
      await db.sessionAttempt.create({ data: attempt });
    },
    async has(id) {
      return (await db.sessionAttempt.count({ where: { id } })) > 0;
    },
    async recentOf(connectionId, limit) {
      const rows = await db.sessionAttempt.findMany({
        where: { connectionId },
        orderBy: [{ startedAt: "desc" }, { id: "asc" }],
        take: limit,
      });
      return rows.map(sessionAttemptOfRow);
    },
    async removeOlderThan(time) {
      return (await db.sessionAttempt.deleteMany({ where: { startedAt: { lt: time } } })).count;
    },
  };
}
