import { Decimal } from "decimal.js";

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;

/** Dollars with two digits and commas, such as `-1,234.50`; a value that nobody gave is a dash, never zero. */
export function moneyText(amount: string | null): string {
  return amount === null ? "–" : commas(new Decimal(amount).toFixed(2));
}

/** A price per share: two digits, or as many as it has up to four. */
export function priceText(price: string | null): string {
  if (price === null) return "–";
  const value = new Decimal(price);
  return commas(value.toFixed(Math.min(4, Math.max(2, value.decimalPlaces()))));
}

/** A quantity as it is, without needless zeros. */
export function quantityText(quantity: string | null): string {
  return quantity === null ? "–" : commas(new Decimal(quantity).toFixed());
}

function commas(digits: string): string {
  const [whole = "", fraction] = digits.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** A length of time in its two largest units, such as `6 d 4 h`, `12 min 5 s`. */
export function spanText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const days = Math.floor(whole / DAY_S);
  const hours = Math.floor((whole % DAY_S) / HOUR_S);
  const minutes = Math.floor((whole % HOUR_S) / MINUTE_S);
  if (days > 0) return hours > 0 ? `${days} d ${hours} h` : `${days} d`;
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  if (minutes > 0) return whole % MINUTE_S > 0 ? `${minutes} min ${whole % MINUTE_S} s` : `${minutes} min`;
  return `${whole} s`;
}

/** A time in the machine's own time zone, such as `2026-03-02 14:30:05`. */
export function timeText(time: Date | string | null): string {
  if (time === null) return "–";
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** `in 6 d 4 h` or `3 min ago`. */
export function fromNowText(time: string | null, now: Date): string {
  if (time === null) return "–";
  const seconds = (new Date(time).getTime() - now.getTime()) / 1000;
  return seconds >= 0 ? `in ${spanText(seconds)}` : `${spanText(-seconds)} ago`;
}
