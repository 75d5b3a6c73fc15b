import { z } from "zod";
import { METRIC_NAMES } from "@/shared/metric-names";

/** A process of the install, as the page of metrics lists it. */
export const processViewSchema = z.object({
  id: z.string(),
  kind: z.enum(["web", "cli"]),
  host: z.string(),
  pid: z.number().int(),
  version: z.string(),
  /** The version of the saved settings that it runs with. */
  settingsVersion: z.number().int(),
  startedAt: z.iso.datetime(),
  seenAt: z.iso.datetime(),
  /** The one that answered. */
  isThis: z.boolean(),
});
export type ProcessView = z.infer<typeof processViewSchema>;

/** How far back plots go, and how long one point of them is, seconds. */
export const METRIC_SPANS = {
  hour: { seconds: 3600, pointSeconds: 60 },
  day: { seconds: 86_400, pointSeconds: 900 },
  week: { seconds: 604_800, pointSeconds: 3600 },
  month: { seconds: 2_592_000, pointSeconds: 21_600 },
} as const;
export const metricSpanSchema = z.enum(["hour", "day", "week", "month"]);
export type MetricSpan = z.infer<typeof metricSpanSchema>;

export const metricsQuerySchema = z.object({ span: metricSpanSchema.default("hour") });

/** In the unit of the figure; counters are per minute. Null where nothing was measured. */
const statisticsSchema = z.object({
  /** How many values there were; of a counter, how much was counted. */
  count: z.number(),
  mean: z.number().nullable(),
  median: z.number().nullable(),
  p95: z.number().nullable(),
  max: z.number().nullable(),
});
export type MetricStatistics = z.infer<typeof statisticsSchema>;

const pointSchema = z.object({
  at: z.iso.datetime(),
  /** What is plotted and judged. */
  value: z.number(),
  median: z.number().nullable(),
  max: z.number().nullable(),
});
export type MetricPoint = z.infer<typeof pointSchema>;

const normalSchema = z.object({
  low: z.number(),
  high: z.number(),
  /** `target` is fixed, `history` is the figure's own last seven days. */
  source: z.enum(["target", "history"]),
});
export type MetricNormal = z.infer<typeof normalSchema>;

export const figureViewSchema = z.object({
  name: z.enum(METRIC_NAMES),
  statistics: statisticsSchema,
  /** The same by label, where there are several. */
  parts: z.array(z.object({ label: z.string(), statistics: statisticsSchema })),
  points: z.array(pointSchema),
  normal: normalSchema.nullable(),
  /** `quiet`: nothing was measured of late; `unknown`: too little history to say. */
  state: z.enum(["normal", "higher", "lower", "quiet", "unknown"]),
  /** Since when it is higher or lower. */
  since: z.iso.datetime().nullable(),
});
export type FigureView = z.infer<typeof figureViewSchema>;

export const metricsViewSchema = z.object({
  span: metricSpanSchema,
  from: z.iso.datetime(),
  until: z.iso.datetime(),
  pointSeconds: z.number().int(),
  figures: z.array(figureViewSchema),
  processes: z.array(processViewSchema),
});
export type MetricsView = z.infer<typeof metricsViewSchema>;
