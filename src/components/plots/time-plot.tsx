import { type ScaleTime, scaleUtc } from "d3-scale";
import type { PointerEvent } from "react";
import { BaseAxis } from "@/components/plots/plot-axis";
import { thinTicks } from "@/components/plots/thin-ticks";

/** Room around a plot over time, pixels. */
export const TOP = 24;
export const BOTTOM = 28;
export const LEFT = 72;
export const RIGHT = 12;

const LABEL_PIXELS = 72;

type TimeScale = ScaleTime<number, number>;

/** The scale of a plot over time, of milliseconds; one moment alone still has a length. */
export function timeScale(from: number, until: number, width: number): TimeScale {
  return scaleUtc([from, until === from ? from + 1 : until], [LEFT, width - RIGHT]);
}

interface TimeBaseProps {
  x: TimeScale;
  /** About how many times are named where there is room. */
  ticks: number;
  width: number;
  height: number;
  formatTime: (at: Date) => string;
  /** The time under the pointer, milliseconds; null when it is nowhere. */
  onTime: (at: number | null) => void;
}

/** The axis of times, and the surface above it that follows the pointer. Drawn last: it lies on top. */
export function TimeBase({ x, ticks, width, height, formatTime, onTime }: TimeBaseProps) {
  const follow = (event: PointerEvent<SVGRectElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    onTime(x.invert(LEFT + event.clientX - box.left).getTime());
  };
  const named = x.ticks(ticks).map((at) => ({ at: x(at), label: formatTime(at) }));
  return (
    <g>
      <BaseAxis
        ticks={thinTicks(named, width - LEFT, LABEL_PIXELS)}
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
        onPointerLeave={() => onTime(null)}
      />
    </g>
  );
}

/** The last of the points, which are in order, that is not after the time; the first where all are. */
export function pointAt<Point extends { readonly at: number }>(
  points: readonly Point[],
  at: number | null,
): Point | null {
  if (at === null) return null;
  return points.findLast((point) => point.at <= at) ?? points[0] ?? null;
}
