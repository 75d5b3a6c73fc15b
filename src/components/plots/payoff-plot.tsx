import { scaleLinear } from "d3-scale";
import { BaseAxis, ValueAxis } from "@/components/plots/plot-axis";
import { thinTicks } from "@/components/plots/thin-ticks";

export interface PlotPoint {
  x: number;
  y: number;
}

/** A price that the plot marks with a line from top to bottom. */
export interface PriceMark {
  price: number;
  label: string;
  /** `now` the share price, `strike` of an option, `chosen` the price of the what-if. */
  kind: "now" | "strike" | "chosen";
}

interface PayoffPlotProps {
  /** From the lowest to the highest price that is shown, bends included. */
  line: readonly PlotPoint[];
  /** The same after a roll. */
  other: readonly PlotPoint[] | null;
  breakEvens: readonly number[];
  marks: readonly PriceMark[];
  width: number;
  height: number;
  formatProfit: (value: number) => string;
  formatPrice: (value: number) => string;
}

const TOP = 56;
const BOTTOM = 44;
const LEFT = 72;
const RIGHT = 16;
const MARK_LOOKS = {
  now: { className: "stroke-ink", dash: "none" },
  strike: { className: "stroke-line-strong", dash: "2 3" },
  chosen: { className: "stroke-action", dash: "none" },
} as const;

/** Profit at expiry by share price: above zero and below it told apart by shade, bends and break-evens marked. */
export function PayoffPlot(props: PayoffPlotProps) {
  const { line, other, breakEvens, marks, width, height, formatProfit, formatPrice } = props;
  const profits = [...line, ...(other ?? [])].map((point) => point.y);
  const x = scaleLinear([line[0]?.x ?? 0, line.at(-1)?.x ?? 1], [LEFT, width - RIGHT]);
  const y = scaleLinear([Math.min(0, ...profits), Math.max(0, ...profits)], [height - BOTTOM, TOP]).nice(5);
  const place = ({ x: price, y: profit }: PlotPoint) => `${x(price)},${y(profit)}`;
  const priceTicks = x.ticks(8).map((price) => ({ at: x(price), label: formatPrice(price) }));
  return (
    <g>
      <Shade line={line} side="gain" place={place} />
      <Shade line={line} side="loss" place={place} />
      <ValueAxis
        ticks={y.ticks(5).map((value) => ({ at: y(value), label: formatProfit(value) }))}
        left={LEFT}
        right={width - RIGHT}
        zeroAt={y(0)}
        title="Profit at expiry, USD"
      />
      {withRoom(marks, x).map(({ price, label, kind }) => (
        <g key={`${kind} ${price}`}>
          <path
            d={`M${x(price)} ${TOP - 8}V${height - BOTTOM}`}
            strokeDasharray={MARK_LOOKS[kind].dash}
            className={MARK_LOOKS[kind].className}
          />
          <text
            x={x(price)}
            y={kind === "strike" ? TOP - 12 : TOP - 28}
            textAnchor={x(price) > width - 60 ? "end" : x(price) < LEFT + 40 ? "start" : "middle"}
            className="fill-ink-soft text-12 tabular-nums"
          >
            {label}
          </text>
        </g>
      ))}
      {other !== null && (
        <polyline
          points={other.map(place).join(" ")}
          fill="none"
          strokeWidth={2}
          strokeDasharray="6 4"
          className="stroke-action"
        />
      )}
      <polyline points={line.map(place).join(" ")} fill="none" strokeWidth={2} className="stroke-ink" />
      {breakEvens.map((price) => (
        <circle
          key={price}
          cx={x(price)}
          cy={y(0)}
          r={4}
          strokeWidth={2}
          className="fill-surface stroke-ink"
        />
      ))}
      <BaseAxis
        ticks={thinTicks(priceTicks, width - LEFT, 56)}
        at={height - BOTTOM}
        title="Share price at expiry, USD"
        right={width - RIGHT}
      />
    </g>
  );
}

const LABEL_PIXELS = 26;

/** Leaves out the words of a strike that would stand on those of the one before; its line stays. */
function withRoom(marks: readonly PriceMark[], x: (price: number) => number): PriceMark[] {
  let lastAt = Number.NEGATIVE_INFINITY;
  return marks
    .toSorted((a, b) => a.price - b.price)
    .map((mark) => {
      if (mark.kind !== "strike") return mark;
      const at = x(mark.price);
      if (at - lastAt < LABEL_PIXELS) return { ...mark, label: "" };
      lastAt = at;
      return mark;
    });
}

interface ShadeProps {
  line: readonly PlotPoint[];
  side: "gain" | "loss";
  place: (point: PlotPoint) => string;
}

/** The area between the line and zero, on one side of it. */
function Shade({ line, side, place }: ShadeProps) {
  const first = line[0];
  const last = line.at(-1);
  if (first === undefined || last === undefined) return null;
  const clipped = withCrossings(line).map((point) => ({
    x: point.x,
    y: side === "gain" ? Math.max(0, point.y) : Math.min(0, point.y),
  }));
  const outline = [{ x: first.x, y: 0 }, ...clipped, { x: last.x, y: 0 }].map(place).join(" ");
  return <polygon points={outline} className={side === "gain" ? "fill-ok-wash" : "fill-bad-wash"} />;
}

/** The line with a point wherever it crosses zero, so that each side ends there. */
function withCrossings(line: readonly PlotPoint[]): PlotPoint[] {
  return line.flatMap((point, index) => {
    const next = line[index + 1];
    if (next === undefined || point.y * next.y >= 0) return [point];
    return [point, { x: point.x + ((next.x - point.x) * point.y) / (point.y - next.y), y: 0 }];
  });
}
