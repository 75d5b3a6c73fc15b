import { scaleLinear, scaleUtc } from "d3-scale";
import { area, curveStepAfter, line } from "d3-shape";
import type { PointerEvent } from "react";
import { BaseAxis, ValueAxis } from "@/components/plots/plot-axis";
import { thinTicks } from "@/components/plots/thin-ticks";

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

const TOP = 24;
const BOTTOM = 28;
const LEFT = 72;
const RIGHT = 12;
const LABEL_PIXELS = 72;

/** Two areas on each other over time, in steps: each value holds until the next. */
export function AreaPlot(props: AreaPlotProps) {
  const { points, width, height, valueTitle, formatValue, formatTime, hatch, onPoint } = props;
  const first = points[0]?.at ?? 0;
  const last = points.at(-1)?.at ?? 1;
  const highest = Math.max(1, ...points.map(({ lower, upper }) => lower + upper));
  const x = scaleUtc([first, last === first ? first + 1 : last], [LEFT, width - RIGHT]);
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
  const ticks = x.ticks(8).map((at) => ({ at: x(at), label: formatTime(at) }));
  const follow = (event: PointerEvent<SVGRectElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = x.invert(LEFT + event.clientX - box.left).getTime();
    onPoint(points.findLast((point) => point.at <= at) ?? null);
  };
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
      <BaseAxis
        ticks={thinTicks(ticks, width - LEFT, LABEL_PIXELS)}
        at={height - BOTTOM}
        right={width - RIGHT}
      />
      <rect
        x={LEFT}
        y={TOP}
        width={Math.max(0, width - LEFT - RIGHT)}
        height={height - TOP - BOTTOM}
        fillOpacity={0}
        onPointerMove={follow}
        onPointerLeave={() => onPoint(null)}
      />
    </g>
  );
}
