import { Distance } from "@/components/options/distance";
import { dayWords, strikeWords } from "@/components/positions/contract-words";
import { classNames } from "@/components/ui/class-names";
import { Decimals } from "@/components/ui/decimals";
import { RiskMark } from "@/components/wheel/risk-mark";
import { ShareBars } from "@/components/wheel/share-bars";
import type { OpenShort } from "@/shared/schemas/wheel";

const SOON_DAYS = 7;

/** Widths of the parts of a short option's line where there is room for all of them. */
export const SHORT_COLUMNS = "sm:grid-cols-[10.5rem_2.5rem_5rem_8rem_5.5rem] gap-x-3";

/** An open short option of a cycle on one line: what, how long, how far, how much of it is earned, how risky. */
export function ShortLine({ short }: { short: OpenShort }) {
  const { option, quantity, daysToExpiration } = short;
  return (
    <li className={classNames("grid grid-cols-[minmax(0,1fr)_auto] items-center py-0.5", SHORT_COLUMNS)}>
      <span className="truncate font-medium">
        <Decimals value={quantity} decimals={0} /> × {strikeWords(option.strike)} {option.right}{" "}
        <span className="font-normal text-ink-soft">
          {dayWords(option.expiration).replace(/ \d{4}$/, (year) => ` ’${year.slice(3)}`)}
        </span>
      </span>
      <span
        className={classNames(
          "text-right whitespace-nowrap tabular-nums",
          daysToExpiration <= SOON_DAYS && "font-semibold",
        )}
      >
        {daysWords(daysToExpiration)}
      </span>
      <span className="whitespace-nowrap sm:text-right">
        <Distance percent={short.distancePercent} />
      </span>
      <span className="max-sm:justify-self-end">
        <ShareBars profit={short.profitShare} time={short.timeShare} />
      </span>
      <span className="whitespace-nowrap max-sm:col-span-2">
        <span className="text-ink-soft sm:sr-only">Assignment risk </span>
        <RiskMark risk={short.risk} />
      </span>
    </li>
  );
}

function daysWords(days: number): string {
  if (days < 0) return "over";
  return days === 0 ? "today" : `${days} d`;
}
