import { scaleLinear } from "d3-scale";
import { area, curveStepAfter, line } from "d3-shape";
import { ValueAxis } from "@/components/plots/plot-axis";
import { BOTTOM, LEFT, pointAt, RIGHT, TimeBase, TOP, timeScale } from "@/components/plots/time-plot";

export interface AreaPoint {
  /** Milliseconds; midnight UTC of its day. */
  at: number;
  /** The lower area, from zero. */
  lower: number;
  /** The upper one, which stands on the lower. */
  upper: number;
}

interface AreaPlotProps {
  points: readonly AreaPoint[];
  width: number;
  height: number;
  valueTitle: string;
  formatValue: (value: number) => string;
  formatTime: (at: Date) => string;
  /** Id of the hatching of the upper area. */
  hatch: string;
  onPoint: (point: AreaPoint | null) => void;
}

/** Two areas on each other over time, in steps: each value holds until the next. */
export function AreaPlot(props: AreaPlotProps) {
  const { points, width, height, valueTitle, formatValue, formatTime, hatch, onPoint } = props;
  const first = points[0]?.at ?? 0;
  const last = points.at(-1)?.at ?? 1;
  const highest = Math.max(1, ...points.map(({ lower, upper }) => lower + upper));
  const x = timeScale(first, last, width);
  const y = scaleLinear([0, highest], [height - BOTTOM, TOP]).nice(5);
  const shape = area<AreaPoint>()
    .x(({ at }) => x(at))
    .curve(curveStepAfter);
  const lower = shape.y0(y(0)).y1((point) => y(point.lower))([...points]);
  const upper = shape.y0((point) => y(point.lower)).y1((point) => y(point.lower + point.upper))([...points]);
  const edge = line<AreaPoint>(
    ({ at }) => x(at),
    (point) => y(point.lower + point.upper),
  ).curve(curveStepAfter)([...points]);
  return (
    <g>
      <path d={lower ?? ""} className="fill-action" fillOpacity={0.75} />
      <path d={upper ?? ""} fill={`url(#${hatch})`} />
      <path d={edge ?? ""} fill="none" strokeWidth={1.5} className="stroke-ink" />
      <ValueAxis
        ticks={y.ticks(5).map((value) => ({ at: y(value), label: formatValue(value) }))}
        left={LEFT}
        right={width - RIGHT}
        zeroAt={y(0)}
        title={valueTitle}
      />
      <TimeBase
        x={x}
        ticks={8}
        width={width}
        height={height}
        formatTime={formatTime}
        onTime={(at) => onPoint(pointAt(points, at))}
      />
    </g>
  );
}
