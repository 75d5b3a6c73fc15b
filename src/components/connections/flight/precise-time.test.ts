import { expect, it } from "vitest";
import { formatPreciseTime } from "@/components/connections/flight/precise-time";

it("shows a time to the millisecond in the zone", () => {
  expect(formatPreciseTime("2026-11-22T00:03:09.007Z", "UTC")).toBe("00:03:09.007");
  expect(formatPreciseTime("2026-11-22T14:03:09.120Z", "America/New_York")).toBe("09:03:09.120");
});
