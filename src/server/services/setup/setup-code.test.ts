import { describe, expect, it } from "vitest";
import { newSetupCode } from "@/server/services/setup/setup-code";
import { createSeededRandom } from "@/test/seeded-random";

describe("newSetupCode", () => {
  it("uses all 30 signs about equally often", () => {
    const random = createSeededRandom();
    const counts = new Map<string, number>();
    for (let turn = 0; turn < 500; turn += 1) {
      for (const sign of newSetupCode(random).replaceAll("-", ""))
        counts.set(sign, (counts.get(sign) ?? 0) + 1);
    }
    expect(counts.size).toBe(30);
    expect(Math.min(...counts.values())).toBeGreaterThan(140);
    expect(Math.max(...counts.values())).toBeLessThan(260);
  });
});
