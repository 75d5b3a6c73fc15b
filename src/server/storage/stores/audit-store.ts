import type { DatabaseClient } from "@/server/storage/database-client";
import type { AuditEvent } from "@/server/storage/generated/sqlite/client";
import { Prisma } from "@/server/storage/generated/sqlite/client";
import type { AuditStore } from "@/server/storage/storage";
import { decodeAuditCursor, encodeAuditCursor } from "@/server/storage/stores/audit-cursor";
import { readColumn, readJsonColumn } from "@/server/storage/stores/read-column";
import { AUDIT_EVENTS } from "@/shared/audit-events";
import {
  type AuditEventView,
  type AuditQuery,
  auditDetailsSchema,
  auditEventTypeSchema,
  auditEventViewSchema,
  auditOutcomeSchema,
  auditSeveritySchema,
} from "@/shared/schemas/audit";

type NewAuditEvent = Parameters<AuditStore["append"]>[0];

function searchTextOf(event: NewAuditEvent): string {
  const { details, user, userId, targetId, sessionId, ipAddress, requestId, eventType } = event;
  return [
    AUDIT_EVENTS[eventType].message,
    eventType,
    user,
    ...[userId, targetId, sessionId, ipAddress, requestId].filter((id) => id !== null),
    ...Object.entries(details).flatMap(([name, value]) => [name, String(value)]),
  ]
    .join(" ")
    .toLowerCase();
}

function viewOfRow({ searchText: _searchText, ...row }: AuditEvent): AuditEventView {
  const eventType = readColumn("AuditEvent.eventType", auditEventTypeSchema, row.eventType);
  return {
    ...row,
    eventType,
    message: AUDIT_EVENTS[eventType].message,
    occurredAt: row.occurredAt.toISOString(),
    severity: readColumn("AuditEvent.severity", auditSeveritySchema, row.severity),
    outcome: readColumn("AuditEvent.outcome", auditOutcomeSchema, row.outcome),
    interface: readColumn("AuditEvent.interface", auditEventViewSchema.shape.interface, row.interface),
    details: readJsonColumn("AuditEvent.details", auditDetailsSchema, row.details),
  };
}

/** `LIKE` with its wildcards taken literally; both databases know `ESCAPE`, Prisma's `contains` does not use it. */
function containsText(column: Prisma.Sql, text: string): Prisma.Sql {
  const pattern = `%${text.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
  return Prisma.sql`${column} LIKE ${pattern} ESCAPE '\\'`;
}

function conditionsOf(query: AuditQuery): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = [];
  const oneOf = (column: Prisma.Sql, values: readonly string[]) => {
    if (values.length > 0) conditions.push(Prisma.sql`${column} IN (${Prisma.join([...values])})`);
  };
  oneOf(Prisma.sql`"eventType"`, query.eventTypes);
  oneOf(Prisma.sql`"severity"`, query.severities);
  oneOf(Prisma.sql`"outcome"`, query.outcomes);
  if (query.cursor !== null) conditions.push(Prisma.sql`"seq" < ${decodeAuditCursor(query.cursor)}`);
  if (query.from !== null) conditions.push(Prisma.sql`"occurredAt" >= ${new Date(query.from)}`);
  if (query.to !== null) conditions.push(Prisma.sql`"occurredAt" < ${new Date(query.to)}`);
  if (query.user !== "") conditions.push(containsText(Prisma.sql`LOWER("user")`, query.user));
  for (const word of query.text.split(/\s+/).filter((part) => part !== "")) {
    conditions.push(containsText(Prisma.sql`"searchText"`, word));
  }
  return conditions;
}

/** The audit log: rows are added and read, never changed. */
export function createAuditStore(db: DatabaseClient): AuditStore {
  return {
    async append(event) {
      await db.auditEvent.create({
        data: {
          ...event,
          occurredAt: new Date(event.occurredAt),
          details: JSON.stringify(event.details),
          searchText: searchTextOf(event),
        },
      });
    },
    async search(query) {
      const conditions = conditionsOf(query);
      const where =
        conditions.length > 0 ? Prisma.sql`WHERE ${Prisma.join(conditions, " AND ")}` : Prisma.empty;
      const found = await db.$queryRaw<{ seq: number }[]>`
        SELECT "seq" FROM "AuditEvent" ${where} ORDER BY "seq" DESC LIMIT ${query.limit + 1}`;
      const seqs = found.slice(0, query.limit).map(({ seq }) => seq);
      const rows = await db.auditEvent.findMany({ where: { seq: { in: seqs } }, orderBy: { seq: "desc" } });
      const last = seqs.at(-1);
      return {
        events: rows.map(viewOfRow),
        nextCursor: last !== undefined && found.length > query.limit ? encodeAuditCursor(last) : null,
      };
    },
  };
}
