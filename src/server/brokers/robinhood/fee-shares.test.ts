import { Decimal } from "decimal.js";
import fc from "fast-check";
import { expect, it } from "vitest";
import { feeShares } from "@/server/brokers/robinhood/fee-shares";

const decimals = (...texts: string[]) => texts.map((text) => new Decimal(text));

function shared(fees: string, ...quantities: string[]): (string | undefined)[] {
  return feeShares(new Decimal(fees), decimals(...quantities)).map((share) => share?.toFixed(2));
}

it("spreads fees by quantity, in whole cents that add up", () => {
  expect(shared("0.10", "2", "1", "2")).toEqual(["0.04", "0.02", "0.04"]);
  expect(shared("0.01", "1", "1", "1")).toEqual(["0.00", "0.01", "0.00"]);
  expect(shared("0.05", "7")).toEqual(["0.05"]);
  expect(shared("0.00", "1", "2")).toEqual(["0.00", "0.00"]);
  expect(feeShares(null, decimals("1", "2"))).toEqual([null, null]);
  expect(feeShares(new Decimal("0.05"), [])).toEqual([]);
});

it("never loses or makes a cent, however an order was filled", () => {
  const quantities = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), quantities, (cents, filled) => {
      const shares = feeShares(
        new Decimal(cents).div(100),
        filled.map((quantity) => new Decimal(quantity)),
      );
      expect(
        Decimal.sum(0, ...shares.map((share) => share ?? Number.NaN))
          .times(100)
          .toNumber(),
      ).toBe(cents);
      expect(shares.every((share) => share?.isNegative() === false)).toBe(true);
    }),
  );
});
