import { describe, expect, it } from "vitest";
import {
  addDays,
  daysBetween,
  newYorkDay,
  newYorkMinutes,
  newYorkTime,
  weekdayOf,
} from "@/shared/new-york-time";

describe("time in New York", () => {
  it.each([
    ["2026-03-02T04:59:59.000Z", "2026-03-01", 1439],
    ["2026-03-02T05:00:00.000Z", "2026-03-02", 0],
    ["2026-07-02T03:59:00.000Z", "2026-07-01", 1439],
    ["2026-07-02T04:00:00.000Z", "2026-07-02", 0],
    ["2026-01-01T04:59:00.000Z", "2025-12-31", 1439],
  ])("at %s is %s, minute %i", (time, day, minutes) => {
    expect(newYorkDay(new Date(time))).toBe(day);
    expect(newYorkMinutes(new Date(time))).toBe(minutes);
  });

  it.each([
    ["2026-03-02", 960, "2026-03-02T21:00:00.000Z"],
    ["2026-07-02", 960, "2026-07-02T20:00:00.000Z"],
    // Clocks change at 2:00 on 8 March and on 1 November.
    ["2026-03-08", 510, "2026-03-08T12:30:00.000Z"],
    ["2026-11-01", 510, "2026-11-01T13:30:00.000Z"],
  ])("%s, minute %i, is %s", (day, minutes, time) => {
    expect(newYorkTime(day, minutes).toISOString()).toBe(time);
  });
});

describe("days", () => {
  it("are counted without regard to clocks", () => {
    expect(daysBetween("2026-03-07", "2026-03-09")).toBe(2);
    expect(daysBetween("2026-11-02", "2026-10-31")).toBe(-2);
    expect(addDays("2026-02-28", 1)).toBe("2026-03-01");
    expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
    expect(weekdayOf("2026-03-01")).toBe(0);
    expect(weekdayOf("2026-03-07")).toBe(6);
  });
});
