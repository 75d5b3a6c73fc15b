"use client";

import { CalendarCheck2, ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import { ExpirationList } from "@/components/income/expiration-list";
import { monthOf, nextMonth, previousMonth } from "@/components/income/month-grid";
import { MonthTable } from "@/components/income/month-table";
import { monthWords } from "@/components/income/span-words";
import { useMedia } from "@/components/table/use-media";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { Section } from "@/components/ui/section";
import { newYorkDay } from "@/shared/new-york-time";
import type { CalendarEntry } from "@/shared/schemas/income";

/** When the options that are held expire: a month as a grid, on a phone a list of days. */
export function ExpirationCalendar({ entries }: { entries: readonly CalendarEntry[] }) {
  const narrow = useMedia("(width < 40rem)");
  const days = entries.map(({ day }) => day).toSorted();
  const [chosen, setChosen] = useState<string | null>(null);
  const today = newYorkDay(new Date());
  const month = chosen ?? monthOf(days.find((day) => day >= today) ?? today);
  const first = monthOf(days[0] ?? today);
  const last = monthOf(days.at(-1) ?? today);
  return (
    <Section
      title="Expirations"
      description="Options that you hold now, by the day on which they expire in New York."
      flush
      actions={
        !narrow &&
        days.length > 0 && (
          <>
            <IconButton
              label="Month before"
              disabled={month <= first}
              onClick={() => setChosen(previousMonth(month))}
            >
              <ChevronLeft aria-hidden />
            </IconButton>
            <span className="w-20 text-center font-medium" aria-live="polite">
              {monthWords(month)}
            </span>
            <IconButton
              label="Month after"
              disabled={month >= last}
              onClick={() => setChosen(nextMonth(month))}
            >
              <ChevronRight aria-hidden />
            </IconButton>
          </>
        )
      }
    >
      {days.length === 0 ? (
        <EmptyState icon={<CalendarCheck2 />} title="Nothing expires">
          You hold no options. Once you do, the days on which they expire stand here.
        </EmptyState>
      ) : narrow ? (
        <ExpirationList entries={entries} />
      ) : (
        <MonthTable month={month} entries={entries} today={today} />
      )}
    </Section>
  );
}
