import { describe, expect, it } from "vitest";
import { spanLabel, spanWords } from "@/components/income/span-words";

describe("words of a span", () => {
  it("names months", () => {
    expect(spanWords("2026-09-01", "months")).toBe("Sep 2026");
    expect(spanLabel("2026-09-01", "months")).toBe("Sep 26");
  });

  it("names weeks by their first and last day", () => {
    expect(spanWords("2026-11-30", "weeks")).toBe("30 Nov 2026 to 6 Dec 2026");
    expect(spanLabel("2026-11-30", "weeks")).toBe("30 Nov");
  });
});
