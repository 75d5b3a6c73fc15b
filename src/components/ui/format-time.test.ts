import { describe, expect, it } from "vitest";
import {
  formatCompactTime,
  formatCountdown,
  formatDuration,
  formatExactTime,
  formatRelativeTime,
} from "@/components/ui/format-time";

const NOW = "2026-11-21T14:03:09.000Z";
const NOW_MS = Date.parse(NOW);
const after = (seconds: number) => new Date(NOW_MS + seconds * 1000).toISOString();

describe("formatExactTime", () => {
  it("names day, time and zone", () => {
    expect(formatExactTime(NOW, "UTC")).toBe("21 Nov 2026, 14:03 UTC");
    expect(formatExactTime("2026-09-01T00:30:00Z", "UTC")).toBe("1 Sep 2026, 00:30 UTC");
    expect(formatExactTime(NOW, "America/New_York")).toMatch(/^21 Nov 2026, 09:03 \S+$/);
  });
});

describe("formatCompactTime", () => {
  it("leaves this year out", () => {
    expect(formatCompactTime(NOW, new Date(NOW), "UTC")).toBe("21 Nov 14:03:09");
    expect(formatCompactTime("2025-01-02T03:04:05Z", new Date(NOW), "UTC")).toBe("02 Jan 2025 03:04:05");
  });
});

describe("formatRelativeTime", () => {
  it.each([
    [0, "just now"],
    [-44, "just now"],
    [30, "in a moment"],
    [-50, "1 minute ago"],
    [-150, "2 minutes ago"],
    [7200, "in 2 hours"],
    [-3 * 86_400, "3 days ago"],
    [-40 * 86_400, "12 Oct 2026"],
  ])("says %i seconds from now as %s", (seconds, words) => {
    expect(formatRelativeTime(after(seconds), NOW_MS, "UTC")).toBe(words);
  });
});

describe("time left", () => {
  it.each([
    [-1, "0:00", "0 seconds"],
    [1, "0:01", "1 second"],
    [59_001, "1:00", "60 seconds"],
    [245_000, "4:05", "4 minutes"],
    [3_729_000, "1:02:09", "62 minutes"],
    [7_200_000, "2:00:00", "2 hours"],
  ])("counts %i ms down as %s, and says %s", (milliseconds, digits, words) => {
    expect(formatCountdown(milliseconds)).toBe(digits);
    expect(formatDuration(milliseconds)).toBe(words);
  });
});
