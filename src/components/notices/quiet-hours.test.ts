import { describe, expect, it } from "vitest";
import { endsNextDay, quietHoursText, timeZoneGroups } from "@/components/notices/quiet-hours";

describe("quiet hours", () => {
  it("reads as a span with its zone", () => {
    expect(quietHoursText({ from: "22:00", to: "07:00", timeZone: "America/New_York" })).toBe(
      "22:00 to 07:00, America/New York",
    );
  });

  it.each([
    ["22:00", "07:00", true],
    ["12:00", "13:30", false],
    ["09:00", "09:00", false],
  ])("from %s to %s passes midnight: %s", (from, to, passes) => {
    expect(endsNextDay(from, to)).toBe(passes);
  });
});

describe("timeZoneGroups", () => {
  it("sorts the zones by region, with what has none at the end", () => {
    expect(timeZoneGroups(["Europe/Berlin", "EST", "America/New_York", "Europe/Athens"], "UTC")).toEqual([
      { region: "America", zones: ["America/New_York"] },
      { region: "Europe", zones: ["Europe/Athens", "Europe/Berlin"] },
      { region: "Other", zones: ["EST", "UTC"] },
    ]);
  });

  it("puts in the chosen zone when the browser does not list it", () => {
    expect(timeZoneGroups(["Asia/Tokyo"], "Asia/Calcutta")[0]).toEqual({
      region: "Asia",
      zones: ["Asia/Calcutta", "Asia/Tokyo"],
    });
  });

  it("keeps a name of three parts in its region", () => {
    const zone = "America/Argentina/Salta";
    expect(timeZoneGroups([], zone)[0]).toEqual({ region: "America", zones: [zone] });
  });
});
