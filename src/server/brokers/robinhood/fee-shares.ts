import { Decimal } from "decimal.js";

/**
 * An order's fees spread over its fills by their quantities, in whole cents where the fees are, so that the
 * shares add up to the fees. One null for each fill where the fees are not known.
 */
export function feeShares(fees: Decimal | null, quantities: readonly Decimal[]): (Decimal | null)[] {
  const total = Decimal.sum(0, ...quantities);
  let filled = new Decimal(0);
  let given = new Decimal(0);
  return quantities.map((quantity) => {
    if (fees === null) return null;
    filled = filled.plus(quantity);
    const soFar = filled.eq(total)
      ? fees
      : fees.times(filled).div(total).toDecimalPlaces(Math.max(2, fees.decimalPlaces()));
    const share = soFar.minus(given);
    given = soFar;
    return share;
  });
}
