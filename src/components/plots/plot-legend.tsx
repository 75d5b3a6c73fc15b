import { placeLegend } from "@/components/plots/place-legend";

export type LegendMark = "fill" | "hatch" | "line" | "dash" | "tick";

export interface LegendEntry {
  label: string;
  mark: LegendMark;
  /** Colours of the mark: `fill-…` or `stroke-…` classes. */
  className: string;
  /** Id of the hatching, for `hatch`. */
  pattern?: string;
}

/** The keys of a plot, inside of its picture, so that a saved one explains itself. */
export function PlotLegend({ entries, width }: { entries: readonly LegendEntry[]; width: number }) {
  const places = placeLegend(
    entries.map(({ label }) => label),
    width,
  ).places;
  return (
    <g>
      {entries.map((entry, index) => {
        const { x, y } = places[index] ?? { x: 0, y: 0 };
        return (
          <g key={entry.label} transform={`translate(${x} ${y})`}>
            <Mark {...entry} />
            <text x={22} y={13} className="fill-ink text-12">
              {entry.label}
            </text>
          </g>
        );
      })}
    </g>
  );
}

function Mark({ mark, className, pattern }: LegendEntry) {
  if (mark === "fill") return <rect x={2} y={3} width={12} height={12} className={className} />;
  if (mark === "hatch") {
    return (
      <rect x={2.5} y={3.5} width={11} height={11} fill={`url(#${pattern ?? ""})`} className={className} />
    );
  }
  if (mark === "tick") return <path d="M1 9H15" strokeWidth={3} className={className} />;
  return (
    <path
      d="M0 9H16"
      strokeWidth={2}
      {...(mark === "dash" && { strokeDasharray: "4 3" })}
      className={className}
    />
  );
}
