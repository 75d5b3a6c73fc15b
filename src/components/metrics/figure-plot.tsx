"use client";

import { useState } from "react";
import { FIGURE_LOOKS, timeWords } from "@/components/metrics/figure-looks";
import { FigureTable } from "@/components/metrics/figure-table";
import { BandPlot, type BandPoint } from "@/components/plots/band-plot";
import { PlotFrame } from "@/components/plots/plot-frame";
import type { LegendEntry } from "@/components/plots/plot-legend";
import { TONE_TEXT } from "@/components/ui/badge";
import { classNames } from "@/components/ui/class-names";
import { metricOf } from "@/shared/metric-names";
import { mainStatistic, metricText, stateSentence } from "@/shared/metric-words";
import type { FigureView, MetricsView } from "@/shared/schemas/metrics";

const HEIGHT = 168;

interface FigurePlotProps {
  figure: FigureView;
  view: Pick<MetricsView, "span" | "from" | "until" | "pointSeconds">;
}

/** One figure over time against what is normal, with a sentence that says which it is. */
export function FigurePlot({ figure, view }: FigurePlotProps) {
  const [pointed, setPointed] = useState<BandPoint | null>(null);
  const { name, normal, state } = figure;
  const { title, unit } = metricOf(name);
  const look = FIGURE_LOOKS[state];
  const Icon = look.icon;
  // Sizes are drawn in megabytes, so that the axis counts in round numbers of them.
  const scale = unit === "bytes" ? 1024 * 1024 : 1;
  const points = figure.points.map(({ at, value, median }) => ({
    at: Date.parse(at),
    value: value / scale,
    second: median,
  }));
  const hasMedian = points.some(({ second }) => second !== null);
  const shown = pointed ?? points.at(-1) ?? null;
  const sentence = stateSentence(figure, (iso) => timeWords(new Date(iso), "hour"));
  const legend: LegendEntry[] = [
    { label: mainStatistic(name), mark: "line", className: "stroke-action" },
    ...(hasMedian ? [{ label: "Median", mark: "dash", className: "stroke-ink-soft" } as const] : []),
    ...(normal === null ? [] : [{ label: "Normal", mark: "fill", className: "fill-ok opacity-20" } as const]),
  ];
  return (
    <PlotFrame
      title={title}
      description={
        <>
          <Icon
            aria-hidden
            className={classNames("mr-1 inline size-4 align-text-bottom", TONE_TEXT[look.tone])}
          />
          {sentence}
        </>
      }
      summary={`${title} ${spanWords(view.span)}. ${sentence}`}
      legend={legend}
      height={HEIGHT}
      fileName={`wheelhouse-${name.replaceAll("_", "-")}`}
      table={<FigureTable figure={figure} span={view.span} />}
      readout={shown === null ? "" : readoutOf(figure, { ...shown, value: shown.value * scale }, view.span)}
    >
      {(width) => (
        <BandPlot
          points={points}
          from={Date.parse(view.from)}
          until={Date.parse(view.until)}
          gapMs={view.pointSeconds * 2500}
          band={normal && { low: normal.low / scale, high: normal.high / scale }}
          width={width}
          height={HEIGHT}
          valueTitle={unit === "count" ? mainStatistic(name) : `${mainStatistic(name)} (${UNIT_WORDS[unit]})`}
          formatValue={(value) => metricText(name, value * scale).replace(" a minute", "")}
          formatTime={(at) => timeWords(at, view.span)}
          onPoint={setPointed}
        />
      )}
    </PlotFrame>
  );
}

const UNIT_WORDS = { seconds: "time", bytes: "size", ratio: "share" } as const;

function spanWords(span: MetricsView["span"]): string {
  return `over the last ${span}`;
}

function readoutOf(
  { name }: FigureView,
  { at, value, second }: BandPoint,
  span: MetricsView["span"],
): string {
  const median = second === null ? "" : `, median ${metricText(name, second)}`;
  return `${timeWords(new Date(at), span)}: ${metricText(name, value)}${median}`;
}
