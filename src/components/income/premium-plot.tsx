"use client";

import { useId, useState } from "react";
import { PremiumTable } from "@/components/income/premium-table";
import { type SpanKind, spanLabel, spanWords } from "@/components/income/span-words";
import { BarPlot } from "@/components/plots/bar-plot";
import { HatchPattern } from "@/components/plots/hatch-pattern";
import { PlotFrame } from "@/components/plots/plot-frame";
import { useMoneyText } from "@/components/privacy/use-money-text";
import { useMedia } from "@/components/table/use-media";
import { Button } from "@/components/ui/button";
import type { IncomeSpan, IncomeView } from "@/shared/schemas/income";

const HEIGHT = 300;
const SHOWN = { weeks: { wide: 26, narrow: 10 }, months: { wide: 24, narrow: 12 } } as const;
const KINDS = [
  { kind: "weeks", label: "By week" },
  { kind: "months", label: "By month" },
] as const;

/** Premium over time: collected above zero, what was paid and the fees below, and what became final. */
export function PremiumPlot({ income }: { income: Pick<IncomeView, "weeks" | "months"> }) {
  const [kind, setKind] = useState<SpanKind>("months");
  const [pointed, setPointed] = useState<string | null>(null);
  const narrow = useMedia("(width < 40rem)");
  const money = useMoneyText();
  const hatch = useId();
  const all = income[kind];
  const shown = all.slice(-SHOWN[kind][narrow ? "narrow" : "wide"]);
  const span = shown.find(({ from }) => from === pointed) ?? shown.at(-1);
  const words = (one: IncomeSpan) =>
    `${spanWords(one.from, kind)}: collected ${money(one.collected)}, paid to close ${money(one.paidToClose)}, fees ${money(one.fees)}, realised ${money(one.realised, { change: true })}`;
  return (
    <PlotFrame
      title={kind === "months" ? "Premium by month" : "Premium by week"}
      description="Realised by the day on which contracts ended; days in New York."
      summary={
        span === undefined
          ? "No premium yet."
          : `Premium of the last ${shown.length} ${kind}, in US dollars. ${words(span)}.`
      }
      legend={[
        { label: "Collected", mark: "fill", className: "fill-action" },
        { label: "Paid to close", mark: "fill", className: "fill-line-strong" },
        { label: "Fees", mark: "hatch", pattern: hatch, className: "stroke-line-strong" },
        { label: "Realised, net", mark: "tick", className: "stroke-ink" },
      ]}
      defs={
        <defs>
          <HatchPattern id={hatch} className="stroke-line-strong" />
        </defs>
      }
      height={HEIGHT}
      fileName={`wheelhouse-premium-by-${kind === "months" ? "month" : "week"}`}
      readout={span === undefined ? "" : words(span)}
      table={<PremiumTable spans={all} kind={kind} />}
      actions={
        <fieldset className="inline-flex gap-1">
          <legend className="sr-only">Span of time</legend>
          {KINDS.map((choice) => (
            <Button
              key={choice.kind}
              size="small"
              tone={choice.kind === kind ? "chosen" : "quiet"}
              aria-pressed={choice.kind === kind}
              onClick={() => setKind(choice.kind)}
            >
              {choice.label}
            </Button>
          ))}
        </fieldset>
      }
    >
      {(width) => (
        <BarPlot
          spans={shown.map((one) => ({
            key: one.from,
            label: spanLabel(one.from, kind),
            above: Number(one.collected),
            below: [Number(one.paidToClose), Number(one.fees)],
            mark: Number(one.realised),
          }))}
          width={width}
          height={HEIGHT}
          valueTitle="USD"
          formatValue={(value) => money(String(value), { decimals: 0 })}
          hatch={hatch}
          onPoint={setPointed}
        />
      )}
    </PlotFrame>
  );
}
