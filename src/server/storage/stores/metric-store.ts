import { z } from "zod";
import type { DatabaseClient } from "@/server/storage/database-client";
import type { MetricStore } from "@/server/storage/operation-stores";
import { readJsonColumn } from "@/server/storage/stores/read-column";

const bucketsSchema = z.array(z.number().int().nonnegative());

/** What processes measured, by the minute. */
export function createMetricStore(db: DatabaseClient): MetricStore {
  return {
    async putAll(samples) {
      for (const { buckets, ...sample } of samples) {
        const { minute, name, label, processId } = sample;
        const row = { ...sample, buckets: buckets === null ? null : JSON.stringify(buckets) };
        await db.metricSample.upsert({
          where: { minute_name_label_processId: { minute, name, label, processId } },
          create: row,
          update: row,
        });
      }
    },
    async between(from, until, names) {
      const rows = await db.metricSample.findMany({
        where: {
          minute: { gte: from, lt: until },
          ...(names === undefined ? {} : { name: { in: [...names] } }),
        },
        orderBy: { minute: "asc" },
      });
      return rows.map((row) => ({
        ...row,
        buckets:
          row.buckets === null ? null : readJsonColumn("MetricSample.buckets", bucketsSchema, row.buckets),
      }));
    },
    async removeBefore(time) {
      return (await db.metricSample.deleteMany({ where: { minute: { lt: time } } })).count;
    },
  };
}
