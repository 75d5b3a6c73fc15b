import { describe, expect, it } from "vitest";
import { thinTicks } from "@/components/plots/thin-ticks";

describe("thinTicks", () => {
  it("keeps all that have room", () => {
    expect(thinTicks([1, 2, 3], 150, 50)).toEqual([1, 2, 3]);
  });

  it("keeps the last, and as many before it as have room", () => {
    expect(thinTicks([1, 2, 3, 4, 5, 6, 7], 140, 50)).toEqual([1, 4, 7]);
  });
});
