"use client";

import { ChartNoAxesCombined, ImageDown, Table2 } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { placeLegend } from "@/components/plots/place-legend";
import { type LegendEntry, PlotLegend } from "@/components/plots/plot-legend";
import { type PictureFormat, savePlot } from "@/components/plots/save-plot";
import { useWidth } from "@/components/plots/use-width";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { Section } from "@/components/ui/section";
import { useToast } from "@/components/ui/toast";

interface PlotFrameProps {
  title: string;
  description?: ReactNode;
  /** What the plot tells, in a sentence or two, for who can't see it. */
  summary: string;
  legend: readonly LegendEntry[];
  /** Of the plot without its legend, pixels. */
  height: number;
  /** The same numbers as a table. */
  table: ReactNode;
  /** Without its ending. */
  fileName: string;
  /** Choices that belong to the plot. */
  actions?: ReactNode;
  /** Says in words what the pointer is on; null while it is nowhere. */
  readout?: ReactNode;
  /** Patterns that the marks use. */
  defs?: ReactNode;
  children: (width: number) => ReactNode;
}

/** A plot with its title and keys, its numbers as a table, and a picture to keep. */
export function PlotFrame(props: PlotFrameProps) {
  const { title, description, summary, legend, height, table, fileName, actions, readout, defs, children } =
    props;
  const [asTable, setAsTable] = useState(false);
  const [ref, width] = useWidth();
  const plot = useRef<SVGSVGElement | null>(null);
  const toast = useToast();
  const legendHeight = placeLegend(
    legend.map(({ label }) => label),
    width ?? 0,
  ).height;
  const save = (format: PictureFormat) => {
    if (plot.current === null) return;
    savePlot(plot.current, title, fileName, format).catch(() =>
      toast({ tone: "warn", title: "The browser could not make the picture." }),
    );
  };
  return (
    <Section
      title={title}
      {...(description !== undefined && { description })}
      flush
      actions={
        <>
          {actions}
          {!asTable && (
            <Menu
              trigger={
                <IconButton label={`Save ${title.toLowerCase()} as a picture`}>
                  <ImageDown aria-hidden />
                </IconButton>
              }
            >
              <MenuItem onSelect={() => save("png")}>PNG, for a message</MenuItem>
              <MenuItem onSelect={() => save("svg")}>SVG, sharp at any size</MenuItem>
            </Menu>
          )}
          <IconButton
            label={
              asTable ? `Show ${title.toLowerCase()} as a plot` : `Show ${title.toLowerCase()} as a table`
            }
            onClick={() => setAsTable((now) => !now)}
          >
            {asTable ? <ChartNoAxesCombined aria-hidden /> : <Table2 aria-hidden />}
          </IconButton>
        </>
      }
    >
      {asTable ? (
        table
      ) : (
        <div className="p-4">
          {readout !== undefined && (
            <p aria-hidden className="mb-1 min-h-5 text-13 text-ink-soft tabular-nums">
              {readout}
            </p>
          )}
          <div ref={ref} className="w-full overflow-hidden">
            {width === null ? (
              <PlotSpace height={height} />
            ) : (
              <svg
                ref={plot}
                role="img"
                aria-label={summary}
                width={width}
                height={height + legendHeight}
                className="block font-sans"
              >
                {defs}
                <rect data-ground="" width={width} height={height + legendHeight} className="fill-surface" />
                <PlotLegend entries={legend} width={width} />
                <g transform={`translate(0 ${legendHeight})`}>{children(width)}</g>
              </svg>
            )}
          </div>
        </div>
      )}
    </Section>
  );
}

/** Keeps the room of a plot that is not measured yet, so that nothing below it jumps. */
function PlotSpace({ height }: { height: number }) {
  return <svg aria-hidden="true" width={1} height={height} className="block" />;
}
