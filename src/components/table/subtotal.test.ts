import { describe, expect, it } from "vitest";
import type { FigureState } from "@/components/table/grid-column";
import { subtotalOf } from "@/components/table/subtotal";

type Row = readonly [value: string | null, state: FigureState];
const of = (...rows: Row[]) =>
  subtotalOf(
    rows,
    ([value]) => value,
    ([, state]) => state,
  );

describe("a subtotal", () => {
  it("adds exactly, without a float on the way", () => {
    expect(of(["0.1", "fresh"], ["0.2", "fresh"], ["12345678901234567890.000000000001", "fresh"])).toEqual({
      sum: "12345678901234567890.300000000001",
      staleSum: null,
      rows: 3,
      staleRows: 0,
      unknownRows: 0,
    });
  });

  it("says how much of it is stale, and counts an old figure of a failed row as stale", () => {
    expect(of(["100", "fresh"], ["-30.5", "stale"], ["10", "failed"])).toMatchObject({
      sum: "79.5",
      staleSum: "-20.5",
      staleRows: 2,
    });
  });

  it("leaves out what is not known, and is itself unknown when nothing is known", () => {
    expect(of(["5", "fresh"], [null, "failed"])).toMatchObject({ sum: "5", unknownRows: 1, staleRows: 0 });
    expect(of([null, "failed"])).toMatchObject({ sum: null, staleSum: null, unknownRows: 1 });
    expect(of()).toMatchObject({ sum: null, rows: 0 });
  });
});
