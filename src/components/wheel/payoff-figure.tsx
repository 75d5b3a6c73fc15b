"use client";

import { CircleSlash } from "lucide-react";
import { missingWords } from "@/components/attention/missing-words";
import { PayoffPlot, type PriceMark } from "@/components/plots/payoff-plot";
import { PlotFrame } from "@/components/plots/plot-frame";
import type { LegendEntry } from "@/components/plots/plot-legend";
import { strikeWords } from "@/components/positions/contract-words";
import { useMoneyText } from "@/components/privacy/use-money-text";
import { payoffRange } from "@/components/wheel/payoff-range";
import { PayoffTable } from "@/components/wheel/payoff-table";
import { payoffSummary } from "@/components/wheel/payoff-words";
import type { WheelCycle } from "@/shared/schemas/wheel";
import { type PayoffPoint, payoffOf, payoffPoints } from "@/shared/wheel/payoff";
import { bookOf, turningPrice, type WheelBook } from "@/shared/wheel/wheel-book";

interface PayoffFigureProps {
  title: string;
  description: string;
  cycles: readonly WheelCycle[];
  /** The cycle after a roll, drawn beside it. */
  rolled?: WheelBook | null;
  /** A share price that is asked about. */
  chosen?: string | null;
}

const HEIGHT = 320;

/** Profit at expiry by share price, of one cycle or of several of one underlying; or what is missing for it. */
export function PayoffFigure({
  title,
  description,
  cycles,
  rolled = null,
  chosen = null,
}: PayoffFigureProps) {
  const money = useMoneyText();
  const found = cycles.map(bookOf);
  const missing = found.flatMap((one) => ("missing" in one ? [one.missing] : []));
  if (missing[0] !== undefined) {
    return (
      <p className="flex items-start gap-1.5 text-13 text-warn">
        <CircleSlash aria-hidden className="mt-0.5 size-4 shrink-0" />
        The payoff can't be told without {missingWords(missing[0])}.
      </p>
    );
  }
  const books = found.flatMap((one) => ("book" in one ? [one.book] : []));
  const price = cycles.find(({ sharePrice }) => sharePrice !== null)?.sharePrice ?? null;
  const payoff = payoffOf(books);
  const after = rolled === null ? null : payoffOf([rolled]);
  const range = payoffRange(after === null ? [payoff] : [payoff, after], [price]);
  const [from, to] = [String(range.from), String(range.to)];
  const line = payoffPoints(books, from, to);
  const strikes = [
    ...new Set(books.flatMap(({ shorts }) => shorts.map((short) => turningPrice(short).toFixed()))),
  ];
  const asked: PriceMark[] = [
    ...strikes.map((strike) => ({
      price: Number(strike),
      label: strikeWords(strike),
      kind: "strike" as const,
    })),
    ...(price === null
      ? []
      : [{ price: Number(price), label: `now ${strikeWords(price)}`, kind: "now" as const }]),
    ...(chosen === null ? [] : [{ price: Number(chosen), label: "", kind: "chosen" as const }]),
  ];
  const marks = asked.filter((mark) => mark.price >= range.from && mark.price <= range.to);
  return (
    <PlotFrame
      title={title}
      description={description}
      summary={payoffSummary(payoff, price, (value) => money(value))}
      legend={legendOf(after !== null)}
      height={HEIGHT}
      fileName={`wheelhouse-payoff-${cycles[0]?.underlying.toLowerCase() ?? "wheel"}`}
      table={<PayoffTable title={title} points={line} rolled={rolled} />}
    >
      {(width) => (
        <PayoffPlot
          line={line.map(plotted)}
          other={rolled === null ? null : payoffPoints([rolled], from, to).map(plotted)}
          breakEvens={payoff.breakEvens.map(Number).filter((at) => at >= range.from && at <= range.to)}
          marks={marks}
          width={width}
          height={HEIGHT}
          formatProfit={(value) => money(String(value), { decimals: 0 })}
          formatPrice={(value) => strikeWords(String(value))}
        />
      )}
    </PlotFrame>
  );
}

const plotted = ({ price, profit }: PayoffPoint) => ({ x: Number(price), y: Number(profit) });

function legendOf(withRoll: boolean): LegendEntry[] {
  return [
    { label: withRoll ? "Keeping" : "Profit", mark: "line", className: "stroke-ink" },
    ...(withRoll ? [{ label: "Rolled", mark: "dash" as const, className: "stroke-action" }] : []),
    { label: "Gain", mark: "fill", className: "fill-ok-wash stroke-ok-line" },
    { label: "Loss", mark: "fill", className: "fill-bad-wash stroke-bad-line" },
  ];
}
