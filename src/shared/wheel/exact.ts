import { Decimal } from "decimal.js";

/** Decimals with digits to spare, so that sums of quotients come out whole. */
export const Exact = Decimal.clone({ precision: 40 });
export type Exact = Decimal;

export const NOTHING: Exact = new Exact(0);

const SHOWN_PLACES = 6;

/** The decimal text of a figure, at most six places, as everywhere in the wheel. */
export const exactText = (value: Exact): string => value.toDecimalPlaces(SHOWN_PLACES).toFixed();

export const exactTextOrNull = (value: Exact | null): string | null =>
  value === null ? null : exactText(value);
