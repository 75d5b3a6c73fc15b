import { breathe } from "@/server/services/breathe";
import {
  mainValueOf,
  type SpanOfFigure,
  spansOf,
  statisticsOf,
} from "@/server/services/metrics/figure-series";
import { groupedBy } from "@/server/services/metrics/grouped-by";
import { judge, normalOf } from "@/server/services/metrics/judge-figure";
import { quantileOf } from "@/server/services/metrics/quantile";
import { sharesOf } from "@/server/services/metrics/shares";
import { permit } from "@/server/services/permit";
import { listProcesses } from "@/server/services/processes/list-processes";
import type { ServiceContext } from "@/server/services/service-context";
import type { MetricSampleRecord } from "@/server/storage/operation-records";
import { METRIC_NAMES, type MetricName, metricOf } from "@/shared/metric-names";
import {
  type FigureView,
  METRIC_SPANS,
  type MetricNormal,
  type MetricSpan,
  type MetricsView,
} from "@/shared/schemas/metrics";

const QUARTER_SECONDS = 900;
const JUDGED_SECONDS = 7200;
const JUDGED_POINT_SECONDS = 300;
const HISTORY_MS = 7 * 86_400_000;
/** What is usual does not change sooner. */
const HISTORY_KEPT_MS = 900_000;

/** What is usual of each figure, kept by the storage that it was read from. */
const usual = new WeakMap<
  ServiceContext["storage"],
  { readonly untilMs: number; readonly normals: ReadonlyMap<MetricName, MetricNormal | null> }
>();

/** Every figure over a span of time up to now, with what is normal of it, and the processes. */
export async function readMetrics(ctx: ServiceContext, { span }: { span: MetricSpan }): Promise<MetricsView> {
  permit(ctx, "view_metrics");
  const now = ctx.clock.now();
  const { seconds, pointSeconds } = METRIC_SPANS[span];
  const from = new Date(now.getTime() - seconds * 1000);
  const normals = await readNormals(ctx, now);
  const samples = await samplesBetween(ctx, from, now);
  const judged = await samplesBetween(ctx, new Date(now.getTime() - JUDGED_SECONDS * 1000), now);
  const figures: FigureView[] = [];
  for (const name of METRIC_NAMES) {
    await breathe();
    const normal = normals.get(name) ?? null;
    const recent = spansOfFigure(name, judged, JUDGED_POINT_SECONDS);
    figures.push({ ...figureOf(name, samples, pointSeconds), normal, ...judge(name, recent, normal) });
  }
  return {
    span,
    from: from.toISOString(),
    until: now.toISOString(),
    pointSeconds,
    figures,
    processes: await listProcesses(ctx),
  };
}

type SamplesByName = ReadonlyMap<string, readonly MetricSampleRecord[]>;

async function samplesBetween(ctx: ServiceContext, from: Date, until: Date): Promise<SamplesByName> {
  return groupedBy(await ctx.storage.metrics.between(from, until), ({ name }) => name);
}

function spansOfFigure(name: MetricName, samples: SamplesByName, spanSeconds: number): SpanOfFigure[] {
  const own =
    metricOf(name).kind === "share"
      ? sharesOf(samples.get("cache_reads") ?? [], spanSeconds)
      : (samples.get(name) ?? []);
  return spansOf(name, own, spanSeconds);
}

function figureOf(
  name: MetricName,
  samples: SamplesByName,
  pointSeconds: number,
): Pick<FigureView, "name" | "statistics" | "parts" | "points"> {
  const spans = spansOfFigure(name, samples, pointSeconds);
  const labels = groupedBy(samples.get(name) ?? [], ({ label }) => label);
  const isHistogram = metricOf(name).kind === "histogram";
  return {
    name,
    statistics: statisticsOf(name, spans),
    parts:
      labels.size < 2
        ? []
        : [...labels].map(([label, own]) => ({
            label,
            statistics: statisticsOf(name, spansOf(name, own, pointSeconds)),
          })),
    points: spans.map((one) => ({
      at: new Date(one.atMs).toISOString(),
      value: mainValueOf(name, one),
      median: quantileOf(one.part, 0.5),
      max: isHistogram ? one.part.max : null,
    })),
  };
}

async function readNormals(ctx: ServiceContext, now: Date) {
  const kept = usual.get(ctx.storage);
  if (kept !== undefined && now.getTime() < kept.untilMs) return kept.normals;
  const samples = await samplesBetween(ctx, new Date(now.getTime() - HISTORY_MS), now);
  const normals = new Map<MetricName, MetricNormal | null>();
  for (const name of METRIC_NAMES) {
    await breathe();
    normals.set(name, normalOf(name, spansOfFigure(name, samples, QUARTER_SECONDS)));
  }
  usual.set(ctx.storage, { untilMs: now.getTime() + HISTORY_KEPT_MS, normals });
  return normals;
}
