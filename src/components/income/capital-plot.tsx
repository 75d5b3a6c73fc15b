"use client";

import { useId, useState } from "react";
import { monthWords } from "@/components/income/span-words";
import { AreaPlot } from "@/components/plots/area-plot";
import { HatchPattern } from "@/components/plots/hatch-pattern";
import { PlotFrame } from "@/components/plots/plot-frame";
import { dayWords } from "@/components/positions/contract-words";
import { useMoneyText } from "@/components/privacy/use-money-text";
import { DataTable } from "@/components/ui/data-table";
import { Money } from "@/components/ui/money";
import type { CapitalPoint } from "@/shared/schemas/income";
import { Exact } from "@/shared/wheel/exact";

const HEIGHT = 280;
const MONTHS_OF_DAYS = 90;

/** What the wheel ties up, day by day: strikes of short puts, and what shares came in at. */
export function CapitalPlot({ capital }: { capital: readonly CapitalPoint[] }) {
  const [pointed, setPointed] = useState<string | null>(null);
  const money = useMoneyText();
  const hatch = useId();
  const point = capital.find(({ day }) => day === pointed) ?? capital.at(-1);
  const words = (one: CapitalPoint) =>
    `${dayWords(one.day)}: puts ${money(one.puts)}, shares ${money(one.shares)}, together ${money(totalOf(one))}`;
  const changes = capital.filter(
    (one, index) => one.puts !== capital[index - 1]?.puts || one.shares !== capital[index - 1]?.shares,
  );
  return (
    <PlotFrame
      title="Capital in use"
      description="At the end of each day: short puts at their strikes, shares at what they came in at."
      summary={
        point === undefined ? "Nothing was tied up yet." : `Capital in use, in US dollars. ${words(point)}.`
      }
      legend={[
        { label: "Short puts", mark: "fill", className: "fill-action" },
        { label: "Shares", mark: "hatch", pattern: hatch, className: "stroke-line-strong" },
      ]}
      defs={
        <defs>
          <HatchPattern id={hatch} className="stroke-line-strong" />
        </defs>
      }
      height={HEIGHT}
      fileName="wheelhouse-capital-in-use"
      readout={point === undefined ? "" : words(point)}
      table={<CapitalTable points={changes} />}
    >
      {(width) => (
        <AreaPlot
          points={capital.map(({ day, puts, shares }) => ({
            at: Date.parse(`${day}T00:00:00Z`),
            lower: Number(puts),
            upper: Number(shares),
          }))}
          width={width}
          height={HEIGHT}
          valueTitle="USD"
          formatValue={(value) => money(String(value), { decimals: 0 })}
          formatTime={(at) =>
            capital.length > MONTHS_OF_DAYS
              ? monthWords(dayOf(at))
              : dayWords(dayOf(at)).replace(/ \d{4}$/, "")
          }
          hatch={hatch}
          onPoint={(one) => setPointed(one === null ? null : dayOf(new Date(one.at)))}
        />
      )}
    </PlotFrame>
  );
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

const totalOf = ({ puts, shares }: CapitalPoint): string => new Exact(puts).plus(shares).toFixed();

/** Days on which it changed, the latest first. */
function CapitalTable({ points }: { points: readonly CapitalPoint[] }) {
  return (
    <DataTable
      caption="Capital in use on the days on which it changed, the latest first, in US dollars"
      rows={points.toReversed()}
      rowKey={({ day }) => day}
      columns={[
        { key: "day", header: "Since", phone: "title", render: ({ day }) => dayWords(day) },
        { key: "puts", header: "Short puts", align: "end", render: ({ puts }) => <Money value={puts} /> },
        { key: "shares", header: "Shares", align: "end", render: ({ shares }) => <Money value={shares} /> },
        {
          key: "total",
          header: "Together",
          align: "end",
          render: (one) => <Money value={totalOf(one)} />,
        },
      ]}
    />
  );
}
