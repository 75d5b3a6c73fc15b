import { z } from "zod";
import type { DatabaseClient } from "@/server/storage/database-client";
import type { MetricStore } from "@/server/storage/operation-stores";
import { readJsonColumn } from "@/server/storage/stores/read-column";

const bucketsSchema = z.array(z.number().int().nonnegative());

/** Rows of one statement: databases bound the parameters of one. */
const AT_ONCE = 100;

/** What processes measured, by the minute. */
export function createMetricStore(db: DatabaseClient): MetricStore {
  return {
    async putAll(samples) {
      for (let start = 0; start < samples.length; start += AT_ONCE) {
        const part = samples.slice(start, start + AT_ONCE);
        await db.metricSample.deleteMany({
          where: {
            OR: part.map(({ minute, name, label, processId }) => ({ minute, name, label, processId })),
          },
        });
        await db.metricSample.createMany({
          data: part.map((sample) => ({
            ...sample,
            buckets: sample.buckets === null ? null : JSON.stringify(sample.buckets),
          })),
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
    async removeBetween(from, until) {
      return (await db.metricSample.deleteMany({ where: { minute: { gte: from, lt: until } } })).count;
    },
    async oldestOfOthers(before, processIds) {
      const row = await db.metricSample.findFirst({
        where: { minute: { lt: before }, processId: { notIn: [...processIds] } },
        orderBy: { minute: "asc" },
        select: { minute: true },
      });
      return row?.minute ?? null;
    },
  };
}
