import { ExpirationEntry } from "@/components/income/expiration-entry";
import { dayWords } from "@/components/positions/contract-words";
import type { CalendarEntry } from "@/shared/schemas/income";

/** Expirations by day, the next first. */
export function ExpirationList({ entries }: { entries: readonly CalendarEntry[] }) {
  const days = [...new Set(entries.map(({ day }) => day))].toSorted();
  return (
    <ul>
      {days.map((day) => (
        <li key={day} className="border-b border-line px-4 py-2 last:border-b-0">
          <p className="text-13 text-ink-soft">{dayWords(day)}</p>
          <ul className="flex flex-col gap-1">
            {entries
              .filter((entry) => entry.day === day)
              .map((entry) => (
                <li key={`${entry.connectionId} ${entry.accountId} ${entry.option.contractId}`}>
                  <ExpirationEntry entry={entry} full />
                </li>
              ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
