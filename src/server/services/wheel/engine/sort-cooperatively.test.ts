import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sortCooperatively } from "@/server/services/wheel/engine/sort-cooperatively";

describe("sortCooperatively", () => {
  it("sorts as the language does, and keeps the order of equals", async () => {
    const rows = fc.array(fc.record({ key: fc.nat(50), id: fc.nat() }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 0, max: 80 }), async (some, times) => {
        const many = Array.from({ length: times }, () => some).flat();
        const compare = (one: { key: number }, other: { key: number }) => one.key - other.key;
        expect(await sortCooperatively(many, compare)).toEqual([...many].sort(compare));
      }),
      { numRuns: 60 },
    );
  });

  it("gives others their turn meanwhile", async () => {
    const items = Array.from({ length: 20_000 }, (_, index) => (index * 7_919) % 20_011);
    let turns = 0;
    const count = setInterval(() => {
      turns += 1;
    }, 0);
    const sorted = await sortCooperatively(items, (one, other) => one - other);
    clearInterval(count);
    expect(sorted).toEqual([...items].sort((one, other) => one - other));
    expect(turns).toBeGreaterThan(2);
  });
});
