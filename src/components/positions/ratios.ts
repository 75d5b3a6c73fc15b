import { Exact } from "@/components/table/exact-decimal";
import type { OptionTerms } from "@/shared/schemas/trading";

const PLACES = 4;

/** A part of a whole in percent, by the whole's size without its sign; null when one is not known or the whole is zero. */
export function percentOf(part: string | null, whole: string | null): string | null {
  if (part === null || whole === null) return null;
  const base = new Exact(whole).abs();
  if (base.isZero()) return null;
  return new Exact(part).div(base).times(100).toDecimalPlaces(PLACES).toFixed();
}

/**
 * How far the share's price is from the strike in percent of the price: positive is out of the money, negative in
 * the money (docs/wheel.md, distance to strike). Null without a price.
 */
export function distanceToStrike(
  option: Pick<OptionTerms, "right" | "strike">,
  sharePrice: string | null,
): string | null {
  if (sharePrice === null) return null;
  const toStrike = new Exact(sharePrice).minus(option.strike);
  return percentOf((option.right === "put" ? toStrike : toStrike.neg()).toFixed(), sharePrice);
}

/** `out of the money`, `in the money` or `at the strike`, from the distance in percent. */
export function moneynessWords(distance: string): string {
  const sign = new Exact(distance).comparedTo(0);
  if (sign === 0) return "at the strike";
  return sign > 0 ? "out of the money" : "in the money";
}
