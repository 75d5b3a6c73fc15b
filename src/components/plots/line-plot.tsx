import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { ValueAxis } from "@/components/plots/plot-axis";
import { BOTTOM, LEFT, RIGHT, TimeBase, TOP, timeScale } from "@/components/plots/time-plot";

export interface LinePoint {
  /** Milliseconds; midnight UTC of its day. */
  at: number;
  value: number;
}

export interface LineSeries {
  key: string;
  /** `stroke-…` class of the line. */
  className: string;
  dashed: boolean;
  points: readonly LinePoint[];
}

interface LinePlotProps {
  series: readonly LineSeries[];
  width: number;
  height: number;
  valueTitle: string;
  formatValue: (value: number) => string;
  formatTime: (at: Date) => string;
  /** The time that the pointer is nearest to; null when it is nowhere. */
  onPoint: (at: number | null) => void;
  /** Marked from top to bottom, as given by `onPoint`. */
  pointed: number | null;
}

/** Values over time as lines; the axis of values need not begin at zero. */
export function LinePlot(props: LinePlotProps) {
  const { series, width, height, valueTitle, formatValue, formatTime, onPoint, pointed } = props;
  const points = series.flatMap((one) => one.points);
  const times = [...new Set(points.map(({ at }) => at))].sort((a, b) => a - b);
  const values = points.map(({ value }) => value);
  const first = times[0] ?? 0;
  const last = times.at(-1) ?? 1;
  const x = timeScale(first, last, width);
  const y = scaleLinear(rangeOf(values), [height - BOTTOM, TOP]).nice(5);
  const path = line<LinePoint>(
    ({ at }) => x(at),
    ({ value }) => y(value),
  );
  const [low = 0, high = 0] = y.domain();
  return (
    <g>
      <ValueAxis
        ticks={y.ticks(5).map((value) => ({ at: y(value), label: formatValue(value) }))}
        left={LEFT}
        right={width - RIGHT}
        zeroAt={low <= 0 && high >= 0 ? y(0) : null}
        title={valueTitle}
      />
      {pointed !== null && (
        <path d={`M${x(pointed)} ${TOP}V${height - BOTTOM}`} className="stroke-line-strong" />
      )}
      {series.map((one) => (
        <path
          key={one.key}
          d={path([...one.points]) ?? ""}
          fill="none"
          strokeWidth={2}
          {...(one.dashed && { strokeDasharray: "5 4" })}
          className={one.className}
        />
      ))}
      <TimeBase
        x={x}
        ticks={8}
        width={width}
        height={height}
        formatTime={formatTime}
        onTime={(at) => onPoint(at === null ? null : (times.findLast((time) => time <= at) ?? first))}
      />
    </g>
  );
}

/** The values from lowest to highest, with room where all are the same. */
function rangeOf(values: readonly number[]): [number, number] {
  const low = Math.min(...values);
  const high = Math.max(...values);
  if (values.length === 0) return [0, 1];
  return low === high
    ? [low - Math.max(1, Math.abs(low) * 0.05), high + Math.max(1, Math.abs(high) * 0.05)]
    : [low, high];
}
