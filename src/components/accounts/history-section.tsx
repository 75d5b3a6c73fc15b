"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { type DailyTotal, dailyTotals } from "@/components/accounts/daily-totals";
import { HistoryTable } from "@/components/accounts/history-table";
import { LinePlot, type LineSeries } from "@/components/plots/line-plot";
import { PlotFrame } from "@/components/plots/plot-frame";
import { dayWords } from "@/components/positions/contract-words";
import { HIDDEN_AMOUNT } from "@/components/privacy/privacy";
import { usePrivacy } from "@/components/privacy/privacy-provider";
import { useMoneyText } from "@/components/privacy/use-money-text";
import { Section } from "@/components/ui/section";
import { useTRPC } from "@/trpc/client";

const HEIGHT = 220;
const LEGEND = [
  { label: "Portfolio value", mark: "line", className: "stroke-action" },
  { label: "Cash", mark: "dash", className: "stroke-ink-soft" },
] as const;

const AXIS = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const timeOf = (day: string) => Date.parse(`${day}T00:00:00Z`);

function seriesOf(totals: readonly DailyTotal[]): LineSeries[] {
  const points = (figure: "value" | "cash") =>
    totals.flatMap((total) => {
      const value = total[figure];
      return value === null ? [] : [{ at: timeOf(total.day), value: Number(value) }];
    });
  return [
    { key: "value", className: "stroke-action", dashed: false, points: points("value") },
    { key: "cash", className: "stroke-ink-soft", dashed: true, points: points("cash") },
  ];
}

interface HistorySectionProps {
  /** The time of the newest reading of any account: each is kept as the value of its day. */
  newest: string;
}

/** What all accounts were worth day by day, as far back as Wheelhouse has read them. */
export function HistorySection({ newest }: HistorySectionProps) {
  const history = useQuery(useTRPC().portfolio.valueHistory.queryOptions({}));
  const { refetch } = history;
  const drawnWith = useRef(newest);
  useEffect(() => {
    if (drawnWith.current === newest) return;
    drawnWith.current = newest;
    void refetch();
  }, [newest, refetch]);
  const totals = useMemo(() => dailyTotals(history.data?.points ?? []), [history.data]);
  const [pointed, setPointed] = useState<number | null>(null);
  const { hidden } = usePrivacy();
  const moneyText = useMoneyText();
  const first = totals[0];
  const last = totals.at(-1);
  if (first === undefined || last === undefined) return null;
  if (totals.length === 1) {
    return (
      <Section title="Value over time">
        <p className="prose-width text-13 text-ink-soft">
          Wheelhouse keeps what your accounts are worth from the first day that it read them,{" "}
          {dayWords(first.day)}. The plot begins with the second day.
        </p>
      </Section>
    );
  }
  const at = totals.find(({ day }) => timeOf(day) === pointed) ?? last;
  const note = at.carried === 0 ? "" : `, ${at.carried} of ${at.accounts} accounts not read on this day`;
  return (
    <PlotFrame
      title="Value over time"
      summary={`All accounts from ${dayWords(first.day)} to ${dayWords(last.day)}: from ${moneyText(first.value)} to ${moneyText(last.value)} US dollars.`}
      legend={LEGEND}
      height={HEIGHT}
      fileName="wheelhouse-value-over-time"
      table={<HistoryTable totals={totals} />}
      readout={`${dayWords(at.day)}: value ${moneyText(at.value)}, cash ${moneyText(at.cash)}${note}`}
    >
      {(width) => (
        <LinePlot
          series={seriesOf(totals)}
          width={width}
          height={HEIGHT}
          valueTitle="US dollars"
          formatValue={(value) => (hidden ? HIDDEN_AMOUNT : AXIS.format(value))}
          formatTime={(time) => dayWords(time.toISOString().slice(0, 10)).replace(/ \d{4}$/, "")}
          onPoint={setPointed}
          pointed={pointed}
        />
      )}
    </PlotFrame>
  );
}
