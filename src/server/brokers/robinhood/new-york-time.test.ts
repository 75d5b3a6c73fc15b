import { expect, it } from "vitest";
import { endOfTrading, startOfDay } from "@/server/brokers/robinhood/new-york-time";

it.each([
  ["2026-01-16", "2026-01-16T21:00:00.000Z", "2026-01-16T05:00:00.000Z"],
  ["2026-07-17", "2026-07-17T20:00:00.000Z", "2026-07-17T04:00:00.000Z"],
  // The clocks go forward at two in the night of the first day, and back in that of the second.
  ["2026-03-08", "2026-03-08T20:00:00.000Z", "2026-03-08T05:00:00.000Z"],
  ["2026-11-01", "2026-11-01T21:00:00.000Z", "2026-11-01T04:00:00.000Z"],
])("knows when trading ends and the day begins in New York on %s", (day, end, start) => {
  expect(endOfTrading(day)).toBe(end);
  expect(startOfDay(day)).toBe(start);
});
