import { scaleBand, scaleLinear } from "d3-scale";
import { BaseAxis, ValueAxis } from "@/components/plots/plot-axis";
import { thinTicks } from "@/components/plots/thin-ticks";

export interface BarSpan {
  key: string;
  /** Below the bar. */
  label: string;
  /** Drawn upwards. */
  above: number;
  /** Drawn downwards, the first nearest to zero; not signed. */
  below: readonly [number, number];
  /** A line across the bar. */
  mark: number;
}

interface BarPlotProps {
  spans: readonly BarSpan[];
  width: number;
  height: number;
  valueTitle: string;
  formatValue: (value: number) => string;
  /** Id of the hatching of the second part below. */
  hatch: string;
  onPoint: (key: string | null) => void;
}

const TOP = 24;
const BOTTOM = 28;
const LEFT = 64;
const RIGHT = 20;
const LABEL_PIXELS = 52;

/** Bars above and below zero with a mark across each: what came in, what went out, and what it came to. */
export function BarPlot({ spans, width, height, valueTitle, formatValue, hatch, onPoint }: BarPlotProps) {
  const highest = Math.max(0, ...spans.map((span) => Math.max(span.above, span.mark)));
  const lowest = Math.min(0, ...spans.map((span) => Math.min(-span.below[0] - span.below[1], span.mark)));
  const y = scaleLinear([lowest, highest === lowest ? 1 : highest], [height - BOTTOM, TOP]).nice(5);
  const x = scaleBand(
    spans.map(({ key }) => key),
    [LEFT, width - RIGHT],
  )
    .paddingInner(0.3)
    .paddingOuter(0.15);
  const bar = Math.min(x.bandwidth(), 40);
  const leftOf = (key: string) => (x(key) ?? 0) + (x.bandwidth() - bar) / 2;
  const labels = spans.map(({ key, label }) => ({ at: leftOf(key) + bar / 2, label }));
  return (
    <g onPointerLeave={() => onPoint(null)}>
      <ValueAxis
        ticks={y.ticks(5).map((value) => ({ at: y(value), label: formatValue(value) }))}
        left={LEFT}
        right={width - RIGHT}
        zeroAt={y(0)}
        title={valueTitle}
      />
      {spans.map(({ key, above, below: [first, second], mark }) => (
        <g key={key}>
          <rect x={leftOf(key)} y={y(above)} width={bar} height={y(0) - y(above)} className="fill-action" />
          <rect x={leftOf(key)} y={y(0)} width={bar} height={y(-first) - y(0)} className="fill-line-strong" />
          <rect
            x={leftOf(key)}
            y={y(-first)}
            width={bar}
            height={y(-first - second) - y(-first)}
            fill={`url(#${hatch})`}
          />
          {mark !== 0 && (
            <path d={`M${leftOf(key) - 3} ${y(mark)}h${bar + 6}`} strokeWidth={3} className="stroke-ink" />
          )}
          <rect
            x={x(key) ?? 0}
            y={TOP}
            width={x.step()}
            height={height - TOP - BOTTOM}
            fillOpacity={0}
            onPointerEnter={() => onPoint(key)}
          />
        </g>
      ))}
      <BaseAxis
        ticks={thinTicks(labels, width - LEFT, LABEL_PIXELS)}
        at={height - BOTTOM}
        right={width - RIGHT}
      />
    </g>
  );
}
