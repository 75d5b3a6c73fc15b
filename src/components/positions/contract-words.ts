import { formatMoney } from "@/components/ui/format-money";
import { daysBetween, newYorkDay } from "@/shared/new-york-time";
import type { OptionTerms } from "@/shared/schemas/trading";

const DAY = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});

/** A day without a time as people read it: `2026-11-21` becomes `21 Nov 2026`, in every time zone. */
export function dayWords(day: string): string {
  const parts = DAY.formatToParts(new Date(`${day}T00:00:00Z`));
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? "";
  return `${of("day")} ${of("month").slice(0, 3)} ${of("year")}`;
}

/** A strike without needless zeros: `190.0000` is `190`, `12.50` keeps both decimals. */
export function strikeWords(strike: string): string {
  const text = formatMoney(strike, /\.\d\d0*[1-9]/.test(strike) ? 3 : 2);
  return text === null ? strike : `${text.sign}${text.digits}`.replace(/\.00$/, "");
}

/** `AAPL 190 put 21 Nov 2026`. */
export function contractWords(option: OptionTerms): string {
  return `${option.underlying} ${strikeWords(option.strike)} ${option.right} ${dayWords(option.expiration)}`;
}

/** Days from today in New York to the expiration; negative when it lies behind. */
export function daysToExpiry(expiration: string, now: Date): number {
  return daysBetween(newYorkDay(now), expiration);
}

/** Days to an expiration as a sentence has them: `12 days left`, `expires today`, `expired`. */
export function daysLeftWords(days: number): string {
  if (days < 0) return "expired";
  if (days === 0) return "expires today";
  return days === 1 ? "1 day left" : `${days} days left`;
}

/** The word after a number of contracts, which is a decimal and may be negative. */
export function contractsNoun(quantity: string): string {
  return /^-?1(\.0+)?$/.test(quantity) ? "contract" : "contracts";
}
