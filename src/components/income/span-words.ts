import { dayWords } from "@/components/positions/contract-words";
import { addDays } from "@/shared/new-york-time";

export type SpanKind = "weeks" | "months";

const MONTH = new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric", timeZone: "UTC" });

/** `Nov 2026`. */
export function monthWords(day: string): string {
  const parts = MONTH.formatToParts(new Date(`${day}T00:00:00Z`));
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? "";
  return `${of("month").slice(0, 3)} ${of("year")}`;
}

/** A span in full: `Nov 2026`, or `16 Nov 2026 to 22 Nov 2026`. */
export function spanWords(from: string, kind: SpanKind): string {
  return kind === "months" ? monthWords(from) : `${dayWords(from)} to ${dayWords(addDays(from, 6))}`;
}

/** Beneath a bar: `Nov 26`, or the Monday as `16 Nov`. */
export function spanLabel(from: string, kind: SpanKind): string {
  return kind === "months" ? monthWords(from).replace(/ \d\d/, " ") : dayWords(from).replace(/ \d{4}$/, "");
}
