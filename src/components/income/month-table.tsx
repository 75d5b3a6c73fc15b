import { ExpirationEntry } from "@/components/income/expiration-entry";
import { monthGrid, monthOf } from "@/components/income/month-grid";
import { monthWords } from "@/components/income/span-words";
import { dayWords } from "@/components/positions/contract-words";
import { classNames } from "@/components/ui/class-names";
import type { CalendarEntry } from "@/shared/schemas/income";

interface MonthTableProps {
  /** Its first day. */
  month: string;
  entries: readonly CalendarEntry[];
  today: string;
}

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** A month as a grid of weeks with what expires on each day. Weekends are narrow: nothing expires on them. */
export function MonthTable({ month, entries, today }: MonthTableProps) {
  return (
    <table className="w-full table-fixed text-12">
      <caption className="sr-only">Expirations in {monthWords(month)}</caption>
      <thead>
        <tr>
          {WEEKDAYS.map((weekday, index) => (
            <th
              key={weekday}
              scope="col"
              className={classNames(
                "h-7 border-b border-line px-2 text-left font-medium text-ink-soft",
                index > 4 && "w-12",
              )}
            >
              <span aria-hidden>{weekday.slice(0, 3)}</span>
              <span className="sr-only">{weekday}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {monthGrid(month).map((week) => (
          <tr key={week[0]}>
            {week.map((day) => {
              const own = entries.filter((entry) => entry.day === day);
              return (
                <td
                  key={day}
                  className={classNames(
                    "h-16 border-r border-b border-line p-1.5 align-top last:border-r-0",
                    monthOf(day) !== month && "bg-sunken",
                  )}
                >
                  <time
                    dateTime={day}
                    className={classNames(
                      "mb-0.5 inline-block rounded-sm px-1 text-ink-soft",
                      day === today && "bg-action font-semibold text-action-ink",
                    )}
                  >
                    <span aria-hidden>{Number(day.slice(8))}</span>
                    <span className="sr-only">
                      {dayWords(day)}
                      {day === today && ", today"}
                    </span>
                  </time>
                  {own.length > 0 && (
                    <ul className="flex flex-col gap-0.5">
                      {own.map((entry) => (
                        <li key={`${entry.connectionId} ${entry.accountId} ${entry.option.contractId}`}>
                          <ExpirationEntry entry={entry} />
                        </li>
                      ))}
                    </ul>
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
