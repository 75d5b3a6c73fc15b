"use client";

import { daysLeftWords, daysToExpiry } from "@/components/positions/contract-words";
import { classNames } from "@/components/ui/class-names";
import { useNow } from "@/components/ui/use-now";

const SOON_DAYS = 7;

interface DaysLeftProps {
  expiration: string;
  /** As part of a sentence; else the bare number, for a column that says what it is. */
  inWords?: boolean;
}

/** Days to an expiration, by the calendar of New York; the last week stands out. */
export function DaysLeft({ expiration, inWords = false }: DaysLeftProps) {
  const nowMs = useNow(60_000);
  if (nowMs === null) return null;
  const days = daysToExpiry(expiration, new Date(nowMs));
  const short = days < 0 ? "over" : days === 0 ? "today" : days;
  return (
    <span
      className={classNames(
        "tabular-nums",
        days < 0 ? "text-ink-soft" : days <= SOON_DAYS && "font-semibold",
      )}
    >
      {inWords ? daysLeftWords(days) : short}
    </span>
  );
}
