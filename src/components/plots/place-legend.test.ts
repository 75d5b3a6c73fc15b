import { describe, expect, it } from "vitest";
import { placeLegend } from "@/components/plots/place-legend";

describe("placeLegend", () => {
  it("sets keys side by side while there is room", () => {
    const { places, height } = placeLegend(["Puts", "Shares"], 400);
    expect(places).toEqual([
      { x: 0, y: 0 },
      { x: 64.4, y: 0 },
    ]);
    expect(height).toBe(28);
  });

  it("goes on in the next row where there is none", () => {
    expect(placeLegend(["Puts", "Shares"], 100)).toEqual({
      places: [
        { x: 0, y: 0 },
        { x: 0, y: 20 },
      ],
      height: 48,
    });
  });

  it("needs no room without keys", () => {
    expect(placeLegend([], 100).height).toBe(0);
  });
});
