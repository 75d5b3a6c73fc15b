import { classNames } from "@/components/ui/class-names";

export interface AxisTick {
  /** Pixels along the axis. */
  at: number;
  label: string;
}

interface ValueAxisProps {
  ticks: readonly AxisTick[];
  left: number;
  right: number;
  /** Where the value is zero, drawn stronger; null when it lies outside. */
  zeroAt: number | null;
  /** What is measured and in which unit, above the axis. */
  title: string;
}

/** Values at the left, with a line across the plot at each. */
export function ValueAxis({ ticks, left, right, zeroAt, title }: ValueAxisProps) {
  return (
    <g>
      <text x={0} y={10} className="fill-ink-soft text-12">
        {title}
      </text>
      {ticks.map(({ at, label }) => (
        <g key={at}>
          <path
            d={`M${left} ${at}H${right}`}
            className={classNames("stroke-line", at === zeroAt && "stroke-none")}
          />
          <text x={left - 8} y={at + 4} textAnchor="end" className="fill-ink-soft text-12 tabular-nums">
            {label}
          </text>
        </g>
      ))}
      {zeroAt !== null && <path d={`M${left} ${zeroAt}H${right}`} className="stroke-line-strong" />}
    </g>
  );
}

interface BaseAxisProps {
  ticks: readonly AxisTick[];
  /** Pixels from the top. */
  at: number;
  /** In which unit, at the right below the numbers. */
  title?: string;
  right: number;
}

/** Times, spans or prices below the plot. */
export function BaseAxis({ ticks, at, title, right }: BaseAxisProps) {
  return (
    <g>
      {ticks.map((tick) => (
        <g key={tick.at}>
          <path d={`M${tick.at} ${at}v4`} className="stroke-line-strong" />
          <text x={tick.at} y={at + 18} textAnchor="middle" className="fill-ink-soft text-12 tabular-nums">
            {tick.label}
          </text>
        </g>
      ))}
      {title !== undefined && (
        <text x={right} y={at + 36} textAnchor="end" className="fill-ink-soft text-12">
          {title}
        </text>
      )}
    </g>
  );
}
