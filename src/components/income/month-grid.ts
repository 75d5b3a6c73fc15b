import { addDays, weekdayOf } from "@/shared/new-york-time";

/** The weeks of a month from Monday to Sunday, days of its neighbours included. `month` is its first day. */
export function monthGrid(month: string): string[][] {
  const start = addDays(month, -((weekdayOf(month) + 6) % 7));
  const weeks: string[][] = [];
  for (let day = start; day < nextMonth(month); day = addDays(day, 7)) {
    weeks.push([0, 1, 2, 3, 4, 5, 6].map((offset) => addDays(day, offset)));
  }
  return weeks;
}

export const monthOf = (day: string): string => `${day.slice(0, 7)}-01`;

export const nextMonth = (month: string): string => monthOf(addDays(month, 31));

export const previousMonth = (month: string): string => monthOf(addDays(month, -1));
