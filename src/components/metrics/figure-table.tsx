"use client";

import { timeWords } from "@/components/metrics/figure-looks";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { metricOf } from "@/shared/metric-names";
import { mainStatistic, metricText } from "@/shared/metric-words";
import type { FigureView, MetricPoint, MetricSpan } from "@/shared/schemas/metrics";

/** The values of a plot, the newest first. */
export function FigureTable({ figure, span }: { figure: FigureView; span: MetricSpan }) {
  const { name } = figure;
  const ofHistogram: readonly DataColumn<MetricPoint>[] = [
    { key: "median", header: "Median", align: "end", render: ({ median }) => metricText(name, median) },
    { key: "max", header: "Highest", align: "end", render: ({ max }) => metricText(name, max) },
  ];
  return (
    <DataTable
      caption={`${metricOf(name).title} over the last ${span}`}
      rows={figure.points.toReversed()}
      rowKey={({ at }) => at}
      columns={[
        { key: "at", header: "Time", phone: "title", render: ({ at }) => timeWords(new Date(at), span) },
        {
          key: "value",
          header: mainStatistic(name),
          align: "end",
          render: ({ value }) => metricText(name, value),
        },
        ...(metricOf(name).kind === "histogram" ? ofHistogram : []),
      ]}
    />
  );
}
