import { describe, expect, it } from "vitest";
import { oldestReading, worstState } from "@/components/accounts/part-words";

describe("a reading of several parts", () => {
  it("is as good as its worst part", () => {
    expect(worstState([])).toBe("fresh");
    expect(worstState(["fresh", "stale"])).toBe("stale");
    expect(worstState(["stale", "failed", "fresh"])).toBe("failed");
  });

  it("is as old as its oldest part, and of no known age when a part was never read", () => {
    const at = (asOf: string | null) => ({ asOf });
    expect(oldestReading([at("2026-01-02T00:00:00.000Z"), at("2026-01-01T00:00:00.000Z")])).toBe(
      "2026-01-01T00:00:00.000Z",
    );
    expect(oldestReading([at("2026-01-02T00:00:00.000Z"), at(null)])).toBeNull();
    expect(oldestReading([])).toBeNull();
  });
});
