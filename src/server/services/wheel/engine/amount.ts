import { Decimal } from "decimal.js";

/**
 * Exact decimals for dollars, shares and contracts. Every division is cut to a fixed grid, so that sums and
 * differences of parts give back the whole to the last digit.
 */
export const Amount = Decimal.clone({ precision: 40 });
export type Amount = Decimal;

const GRID_PLACES = 12;
const SHOWN_PLACES = 6;

export const ZERO: Amount = new Amount(0);

export const amount = (text: string): Amount => new Amount(text);

/** The share of `total` that `part` of `whole` has; the whole has all of it, to the last digit. */
export function partOf(total: Amount, part: Amount, whole: Amount): Amount {
  return part.eq(whole) ? total : total.times(part).div(whole).toDecimalPlaces(GRID_PLACES);
}

export function sumOf(amounts: Iterable<Amount>): Amount {
  let sum = ZERO;
  for (const each of amounts) {
    sum = sum.plus(each);
  }
  return sum;
}

/** The decimal text of an amount, at most six places. */
export const asText = (value: Amount): string => value.toDecimalPlaces(SHOWN_PLACES).toFixed();

export const asTextOrNull = (value: Amount | null): string | null => (value === null ? null : asText(value));
