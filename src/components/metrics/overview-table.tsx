"use client";

import { FIGURE_LOOKS } from "@/components/metrics/figure-looks";
import { DataTable } from "@/components/ui/data-table";
import { StatusBadge } from "@/components/ui/status-badge";
import { metricOf } from "@/shared/metric-names";
import { metricText } from "@/shared/metric-words";
import type { FigureView, MetricStatistics } from "@/shared/schemas/metrics";

interface OverviewRow extends Pick<FigureView, "name"> {
  key: string;
  title: string;
  statistics: MetricStatistics;
  /** Null for a part of a figure, which is not judged by itself. */
  state: FigureView["state"] | null;
}

/** Mean, median, 95th percentile and highest value of every figure and its parts. */
export function OverviewTable({ figures }: { figures: readonly FigureView[] }) {
  const rows = figures.flatMap(({ name, statistics, state, parts }): OverviewRow[] => [
    { key: name, name, title: metricOf(name).title, statistics, state },
    ...parts.map((part) => ({
      key: `${name} ${part.label}`,
      name,
      title: `${metricOf(name).title}: ${part.label}`,
      statistics: part.statistics,
      state: null,
    })),
  ]);
  const column = (key: "mean" | "median" | "p95" | "max", header: string) => ({
    key,
    header,
    align: "end" as const,
    // On a phone two of the four say enough; the tables of the plots have the rest.
    phone: key === "mean" || key === "median" ? ("hidden" as const) : ("field" as const),
    render: ({ name, statistics }: OverviewRow) => (
      <span className="tabular-nums">{metricText(name, statistics[key])}</span>
    ),
  });
  return (
    <DataTable
      caption="Every figure with its mean, median, 95th percentile and highest value"
      rows={rows}
      rowKey={({ key }) => key}
      columns={[
        {
          key: "title",
          header: "Figure",
          phone: "title",
          render: ({ title, state }) => (
            <span className={state === null ? "text-ink-soft sm:pl-4" : undefined}>{title}</span>
          ),
        },
        column("mean", "Mean"),
        column("median", "Median"),
        column("p95", "95th percentile"),
        column("max", "Highest"),
        {
          key: "state",
          header: "Now",
          phone: "mark",
          render: ({ state }) => state !== null && <StatusBadge look={FIGURE_LOOKS[state]} plain />,
        },
      ]}
    />
  );
}
