import { formatMoney } from "@/components/ui/format-money";

interface ShareBarsProps {
  /** Of one: of the greatest possible profit; below zero is a loss. */
  profit: string | null;
  /** Of one: of the time from opening to expiration. */
  time: string | null;
}

const WIDTH = 56;

/** Two bars above each other: profit that could be kept, and time that is used. Profit ahead of time is good. */
export function ShareBars({ profit, time }: ShareBarsProps) {
  const profitWords = profit === null ? "not known" : `${percent(profit)} %`;
  const timeWords = time === null ? "not known" : `${percent(time)} %`;
  return (
    <span className="inline-flex items-center gap-2">
      <svg
        role="img"
        aria-label={`${profitWords} of the greatest profit, ${timeWords} of the time`}
        width={WIDTH}
        height={14}
        className="shrink-0"
      >
        <rect y={0} width={WIDTH} height={6} rx={1} className="fill-sunken" />
        <rect y={0} width={pixels(profit)} height={6} rx={1} className="fill-ok" />
        <rect y={8} width={WIDTH} height={6} rx={1} className="fill-sunken" />
        <rect y={8} width={pixels(time)} height={6} rx={1} className="fill-line-strong" />
      </svg>
      <span aria-hidden className="text-12 whitespace-nowrap tabular-nums text-ink-soft">
        <span className="text-ink">{profit === null ? "—" : `${percent(profit)}`}</span>
        {" / "}
        {time === null ? "—" : `${percent(time)} %`}
      </span>
    </span>
  );
}

const pixels = (share: string | null): number =>
  Math.round(WIDTH * Math.min(1, Math.max(0, Number(share ?? 0))));

function percent(share: string): string {
  const text = formatMoney(String(Math.round(Number(share) * 100)), 0);
  return text === null ? "" : `${text.sign}${text.digits}`;
}
