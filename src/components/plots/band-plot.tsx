import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { ValueAxis } from "@/components/plots/plot-axis";
import { BOTTOM, LEFT, pointAt, RIGHT, TimeBase, TOP, timeScale } from "@/components/plots/time-plot";

export interface BandPoint {
  /** Milliseconds. */
  at: number;
  value: number;
  /** A second, lower line; null where there is none. */
  second: number | null;
}

interface BandPlotProps {
  points: readonly BandPoint[];
  /** Ends of the axis of time, milliseconds. */
  from: number;
  until: number;
  /** A pause longer than this breaks the lines, milliseconds. */
  gapMs: number;
  /** What is normal, shaded; null where it is not known. */
  band: { low: number; high: number } | null;
  width: number;
  height: number;
  valueTitle: string;
  formatValue: (value: number) => string;
  formatTime: (at: Date) => string;
  onPoint: (point: BandPoint | null) => void;
}

/** A value over time against the band of what is normal; the axis of values begins at zero. */
export function BandPlot(props: BandPlotProps) {
  const { points, from, until, gapMs, band, width, height, formatValue, formatTime, onPoint } = props;
  const x = timeScale(from, until, width);
  const highest = Math.max(...points.map(({ value }) => value), 0);
  // A band far above the values must not flatten them; where all are zero, there is nothing to flatten.
  const top = highest > 0 ? Math.max(highest, Math.min(band?.high ?? 0, highest * 2)) : band?.high || 1;
  const y = scaleLinear([0, top], [height - BOTTOM, TOP]).nice(4);
  const [, limit = top] = y.domain();
  const path = (pick: (point: BandPoint) => number) =>
    runsOf(points, gapMs)
      .map((run) =>
        run.length === 1 ? dot(x(run[0]?.at ?? 0), y(run[0] ? pick(run[0]) : 0)) : drawn(run, pick),
      )
      .join("");
  const drawn = (run: readonly BandPoint[], pick: (point: BandPoint) => number) =>
    line<BandPoint>(
      ({ at }) => x(at),
      (point) => y(pick(point)),
    )([...run]) ?? "";
  return (
    <g>
      {band !== null && (
        <rect
          x={LEFT}
          y={y(Math.min(band.high, limit))}
          width={Math.max(0, width - LEFT - RIGHT)}
          height={Math.max(1, y(Math.min(band.low, limit)) - y(Math.min(band.high, limit)))}
          className="fill-ok"
          fillOpacity={0.14}
        />
      )}
      <ValueAxis
        ticks={y.ticks(4).map((value) => ({ at: y(value), label: formatValue(value) }))}
        left={LEFT}
        right={width - RIGHT}
        zeroAt={y(0)}
        title={props.valueTitle}
      />
      {points.some(({ second }) => second !== null) && (
        <path
          d={path(({ second, value }) => second ?? value)}
          fill="none"
          strokeWidth={1.5}
          strokeLinecap="round"
          strokeDasharray="4 3"
          className="stroke-ink-soft"
        />
      )}
      <path
        d={path(({ value }) => value)}
        fill="none"
        strokeWidth={2}
        strokeLinecap="round"
        className="stroke-action"
      />
      <TimeBase
        x={x}
        ticks={6}
        width={width}
        height={height}
        formatTime={formatTime}
        onTime={(at) => onPoint(pointAt(points, at))}
      />
    </g>
  );
}

/** A point that stands alone is drawn as a dot: a line of no length with round ends. */
function dot(x: number, y: number): string {
  return `M${x - 0.5} ${y}h1`;
}

function runsOf(points: readonly BandPoint[], gapMs: number): BandPoint[][] {
  const runs: BandPoint[][] = [];
  for (const point of points) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run === undefined || last === undefined || point.at - last.at > gapMs) runs.push([point]);
    else run.push(point);
  }
  return runs;
}
