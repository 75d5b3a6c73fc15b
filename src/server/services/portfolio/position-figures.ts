import { Decimal } from "decimal.js";
import { newYorkDay } from "@/shared/new-york-time";
import type { PartProvenance, Position, PositionView } from "@/shared/schemas/trading";

/** Enough digits for any product of a price, a quantity and a multiplier without rounding. */
const Exact = Decimal.clone({ precision: 60 });
const MOST_PLACES = 12;
/** No two times of one day in New York lie further apart. */
const LONGEST_DAY_MS = 25 * 3_600_000;

export type PositionFigures = Pick<
  PositionView,
  "marketValue" | "costBasis" | "openProfit" | "dayChange" | "priceState"
>;

/**
 * What a position is worth, in signed dollars: quantity × price per share × multiplier (of its own contract, so that
 * adjusted ones count right). A figure is null where any of its factors is not known. The day's change is from the
 * previous close, or from the average price where the position was opened on the day of the price. The price is as
 * good as the part that it came from.
 */
export function positionFigures(position: Position, parts: readonly PartProvenance[]): PositionFigures {
  const price = position.quote?.price ?? null;
  const factor = position.kind === "stock" ? "1" : (position.option?.multiplier ?? null);
  const dollars = (perShare: string | null) =>
    perShare === null || factor === null ? null : new Exact(position.quantity).times(perShare).times(factor);
  const marketValue = dollars(price);
  const costBasis = dollars(position.averagePrice);
  return {
    marketValue: text(marketValue),
    costBasis: text(costBasis),
    openProfit: text(difference(marketValue, costBasis)),
    dayChange: text(difference(marketValue, dollars(dayBegin(position)))),
    priceState: price === null ? "failed" : priceState(position.kind, parts),
  };
}

function difference(one: Decimal | null, other: Decimal | null): Decimal | null {
  return one === null || other === null ? null : one.minus(other);
}

/** The price per share from which the day's change counts. */
function dayBegin({ quote, openedAt, averagePrice }: Position): string | null {
  const pricedAt = quote?.quotedAt ?? null;
  const isOfToday =
    openedAt !== null &&
    pricedAt !== null &&
    Math.abs(Date.parse(openedAt) - Date.parse(pricedAt)) < LONGEST_DAY_MS &&
    newYorkDay(new Date(openedAt)) === newYorkDay(new Date(pricedAt));
  return isOfToday ? averagePrice : (quote?.previousClose ?? null);
}

function priceState(kind: Position["kind"], parts: readonly PartProvenance[]): PartProvenance["state"] {
  const part = kind === "stock" ? "stock_prices" : "option_prices";
  return parts.find((each) => each.part === part)?.state ?? "failed";
}

function text(dollars: Decimal | null): string | null {
  if (dollars === null) {
    return null;
  }
  const rounded = dollars.toDecimalPlaces(MOST_PLACES);
  return rounded.isZero() ? "0" : rounded.toFixed();
}
