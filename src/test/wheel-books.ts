import fc from "fast-check";
import type { OptionTerms } from "@/shared/schemas/trading";
import { Exact } from "@/shared/wheel/exact";
import type { BookShort, WheelBook } from "@/shared/wheel/wheel-book";
import { optionTerms } from "@/test/wheel-builders";

/** A short option of a book: contracts of 100 shares unless the terms say otherwise. */
export function bookShort(terms: Partial<OptionTerms> = {}, contracts = 1): BookShort {
  const option = optionTerms(terms);
  const count = new Exact(contracts);
  return {
    option,
    contracts: count,
    shares: count.times(option.sharesPerContract ?? 0),
    value: count.times(option.strike).times(option.multiplier),
  };
}

/** A book out of plain numbers. */
export function wheelBook(figures: {
  shares?: number;
  cost?: number;
  banked?: number;
  netPremium?: number;
  shorts?: readonly BookShort[];
}): WheelBook {
  return {
    shares: new Exact(figures.shares ?? 0),
    cost: new Exact(figures.cost ?? 0),
    banked: new Exact(figures.banked ?? 0),
    netPremium: new Exact(figures.netPremium ?? figures.banked ?? 0),
    shorts: figures.shorts ?? [],
  };
}

const cents = (max: number) => fc.integer({ min: 1, max: max * 100 }).map((value) => value / 100);

const anyShort = fc
  .record({
    right: fc.constantFrom("call" as const, "put" as const),
    // Half dollars, so that strikes coincide now and then.
    strike: fc.integer({ min: 2, max: 200 }).map((halves) => String(halves / 2)),
    expiration: fc.constantFrom("2026-03-20", "2026-04-17"),
    // The second is what a reverse split leaves: 10 shares for 100 times the strike.
    sharesPerContract: fc.constantFrom("100", "100", "10"),
    contracts: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ contracts, ...terms }) => ({ contracts, terms }));

/** Books as cycles leave them: shares or none, up to five short options, any premium. */
export const anyBook: fc.Arbitrary<WheelBook> = fc
  .record({
    shares: fc.integer({ min: 0, max: 500 }),
    paid: cents(100),
    premium: fc.integer({ min: -50_000, max: 50_000 }).map((value) => value / 100),
    shorts: fc.array(anyShort, { maxLength: 5 }),
  })
  .map(({ shares, paid, premium, shorts }) =>
    wheelBook({
      shares,
      cost: new Exact(shares).times(paid).toNumber(),
      banked: premium,
      shorts: shorts.map(({ terms, contracts }, index) =>
        bookShort({ ...terms, contractId: `contract-${index}` }, contracts),
      ),
    }),
  );

/** A share price to the cent. */
export const anyPrice: fc.Arbitrary<string> = cents(250).map((price) => price.toFixed(2));
