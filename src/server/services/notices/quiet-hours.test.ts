import { describe, expect, it } from "vitest";
import { quietUntil } from "@/server/services/notices/quiet-hours";

const at = (text: string) => new Date(text);
const span = (from: string, to: string, timeZone = "America/New_York") => ({ from, to, timeZone });

describe("quietUntil", () => {
  it.each([
    ["inside by day", span("09:00", "17:00", "UTC"), "2026-03-02T12:00:30Z", "2026-03-02T17:00:00Z"],
    ["first minute", span("09:00", "17:00", "UTC"), "2026-03-02T09:00:00Z", "2026-03-02T17:00:00Z"],
    ["the minute before", span("09:00", "17:00", "UTC"), "2026-03-02T08:59:59Z", null],
    ["the end itself", span("09:00", "17:00", "UTC"), "2026-03-02T17:00:00Z", null],
    ["before midnight", span("22:00", "07:00", "UTC"), "2026-03-02T23:30:00Z", "2026-03-03T07:00:00Z"],
    ["at midnight", span("22:00", "07:00", "UTC"), "2026-03-03T00:00:00Z", "2026-03-03T07:00:00Z"],
    ["after midnight", span("22:00", "07:00", "UTC"), "2026-03-03T06:59:59Z", "2026-03-03T07:00:00Z"],
    ["outside of the night", span("22:00", "07:00", "UTC"), "2026-03-03T12:00:00Z", null],
    ["until midnight", span("22:00", "00:00", "UTC"), "2026-12-31T23:10:00Z", "2027-01-01T00:00:00Z"],
    ["an empty span", span("08:00", "08:00", "UTC"), "2026-03-03T08:00:00Z", null],
    ["another zone", span("22:00", "07:00"), "2026-03-03T03:30:00Z", "2026-03-03T12:00:00Z"],
    [
      "half an hour's zone",
      span("22:00", "07:00", "Asia/Kolkata"),
      "2026-03-02T17:00:00Z",
      "2026-03-03T01:30:00Z",
    ],
    // New York, 8 March 2026: 02:00 becomes 03:00.
    ["clock put forward", span("22:00", "07:00"), "2026-03-08T04:00:00Z", "2026-03-08T11:00:00Z"],
    ["an end that is skipped", span("22:00", "02:30"), "2026-03-08T04:00:00Z", "2026-03-08T07:00:00Z"],
    ["after the skipped end", span("22:00", "02:30"), "2026-03-08T07:00:00Z", null],
    ["a beginning that is skipped", span("02:30", "07:00"), "2026-03-08T07:00:00Z", "2026-03-08T11:00:00Z"],
    // New York, 1 November 2026: 02:00 becomes 01:00.
    ["clock put back", span("22:00", "07:00"), "2026-11-01T03:00:00Z", "2026-11-01T12:00:00Z"],
    ["in the hour that comes twice", span("22:00", "03:00"), "2026-11-01T06:30:00Z", "2026-11-01T08:00:00Z"],
    ["an end that comes twice", span("22:00", "01:30"), "2026-11-01T05:00:00Z", "2026-11-01T05:30:00Z"],
    // Lord Howe Island, 4 October 2026: 02:00 becomes 02:30.
    [
      "half an hour forward",
      span("22:00", "06:00", "Australia/Lord_Howe"),
      "2026-10-03T14:00:00Z",
      "2026-10-03T19:00:00Z",
    ],
  ])("%s", (_name, quiet, now, end) => {
    expect(quietUntil(quiet, at(now))?.toISOString() ?? null).toBe(end && at(end).toISOString());
  });

  it("ends at the span's end, and outside of it, whatever the minute of a year with two changes", () => {
    const quiet = span("22:15", "06:45");
    for (
      let ms = Date.parse("2026-01-01T00:00:00Z");
      ms < Date.parse("2027-01-01T00:00:00Z");
      ms += 613 * 60_000
    ) {
      const end = quietUntil(quiet, new Date(ms));
      if (end === null) continue;
      expect(end.getTime()).toBeGreaterThan(ms);
      expect(end.getTime() - ms).toBeLessThanOrEqual(9.5 * 3_600_000);
      expect(quietUntil(quiet, end)).toBeNull();
    }
  });
});
