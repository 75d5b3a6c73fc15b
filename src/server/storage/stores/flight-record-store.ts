import type { DatabaseClient } from "@/server/storage/database-client";
import type { FlightRecord as FlightRecordRow } from "@/server/storage/generated/sqlite/client";
import type { FlightRecord } from "@/server/storage/records";
import { readColumn, readJsonColumn } from "@/server/storage/stores/read-column";
import type { FlightRecordStore } from "@/server/storage/upstream-stores";
import { flightDetailsSchema, flightRecordKindSchema } from "@/shared/schemas/flight-record";

function flightRecordOfRow(row: FlightRecordRow): FlightRecord {
  return {
    ...row,
    kind: readColumn("FlightRecord.kind", flightRecordKindSchema, row.kind),
    details: readJsonColumn("FlightRecord.details", flightDetailsSchema, row.details),
  };
}

/** The flight recorder's lines. */
export function createFlightRecordStore(db: DatabaseClient): FlightRecordStore {
  return {
    async append(...records) {
      // Unlike `create`, this reads nothing back, and several lines are one statement.
      await db.flightRecord.createMany({
        data: records.map((record) => ({
          ...record,
          details: JSON.stringify(flightDetailsSchema.parse(record.details)),
        })),
      });
    },
    async pageOf(connectionId, limit, beforeSeq, kinds) {
      const rows = await db.flightRecord.findMany({
        where: {
          connectionId,
          ...(beforeSeq !== null && { seq: { lt: beforeSeq } }),
          ...(kinds !== undefined && { kind: { in: [...kinds] } }),
        },
        orderBy: { seq: "desc" },
        take: limit,
      });
      return rows.map(flightRecordOfRow);
    },
    async removeOf(connectionId) {
      await db.flightRecord.deleteMany({ where: { connectionId } });
    },
    async trimEach(kept) {
      const long = await db.flightRecord.groupBy({
        by: ["connectionId"],
        having: { seq: { _count: { gt: kept } } },
      });
      let removed = 0;
      for (const { connectionId } of long) {
        const oldestKept = await db.flightRecord.findFirst({
          where: { connectionId },
          orderBy: { seq: "desc" },
          skip: kept - 1,
          select: { seq: true },
        });
        const { count } = await db.flightRecord.deleteMany({
          where: { connectionId, seq: { lt: oldestKept?.seq ?? 0 } },
        });
        removed += count;
      }
      return removed;
    },
    async removeOlderThan(time) {
      return (await db.flightRecord.deleteMany({ where: { at: { lt: time } } })).count;
    },
  };
}
