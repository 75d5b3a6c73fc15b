"use client";

import { daysToExpiry } from "@/components/positions/contract-words";
import { classNames } from "@/components/ui/class-names";
import { useNow } from "@/components/ui/use-now";

const SOON_DAYS = 7;

/** Days to an expiration, by the calendar of New York; the last week stands out. */
export function DaysLeft({ expiration }: { expiration: string }) {
  const nowMs = useNow(60_000);
  if (nowMs === null) return null;
  const days = daysToExpiry(expiration, new Date(nowMs));
  if (days < 0) return <span className="text-ink-soft">over</span>;
  return (
    <span className={classNames("tabular-nums", days <= SOON_DAYS && "font-semibold")}>
      {days === 0 ? "today" : days}
    </span>
  );
}
