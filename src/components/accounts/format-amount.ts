import { Decimal } from "decimal.js";

const MINUS = "−";

/**
 * A decimal string as the pages show money: thousands separated, a fixed number of decimals, a true minus
 * sign, and no sign on a value that rounds to zero.
 *
 * @param value decimal digits in a string, such as `-1234.5`.
 * @param options `signed` puts a plus before gains; `decimals` defaults to 2.
 */
export function formatAmount(value: string, options: { signed?: boolean; decimals?: number } = {}): string {
  const rounded = new Decimal(value).toDecimalPlaces(options.decimals ?? 2, Decimal.ROUND_HALF_UP);
  const [whole = "0", fraction] = rounded
    .abs()
    .toFixed(options.decimals ?? 2)
    .split(".");
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const sign = rounded.isZero() ? "" : rounded.isNegative() ? MINUS : options.signed ? "+" : "";
  return `${sign}${digits}${fraction === undefined ? "" : `.${fraction}`}`;
}

export type Direction = "gain" | "loss" | "flat";

/** Which way a change went, after rounding to what is shown. */
export function directionOf(value: string): Direction {
  const rounded = new Decimal(value).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
  if (rounded.isZero()) return "flat";
  return rounded.isNegative() ? "loss" : "gain";
}
