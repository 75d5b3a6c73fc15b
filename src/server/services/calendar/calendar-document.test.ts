import ICAL from "ical.js";
import { describe, expect, it } from "vitest";
import { calendarDocument } from "@/server/services/calendar/calendar-document";
import type { CalendarEntry } from "@/shared/schemas/income";
import { optionTerms } from "@/test/wheel-builders";

const NOW = new Date("2026-03-02T14:30:00.000Z");

function entry(changes: Partial<CalendarEntry> = {}): CalendarEntry {
  return {
    day: "2026-03-20",
    connectionId: "c-1",
    label: "Main",
    accountId: "a-1",
    maskedNumber: "••••1234",
    option: optionTerms({ strike: "150.0000" }),
    quantity: "-2",
    premium: "431.17",
    cycleId: "cycle-1",
    ...changes,
  };
}

function eventsIn(text: string) {
  return ICAL.Component.fromString(text).getAllSubcomponents("vevent");
}

describe("the calendar document", () => {
  it("has an all-day event for each contract, which a calendar program can read", () => {
    const text = calendarDocument([entry(), entry({ quantity: "1", cycleId: null, premium: null })], NOW);
    const [short, long] = eventsIn(text);
    expect(short?.getFirstPropertyValue("summary")).toBe("AAPL 150 put (short) expires");
    expect(long?.getFirstPropertyValue("summary")).toBe("AAPL 150 put (long) expires");
    expect(short?.getFirstPropertyValue("description")).toBe("Main, account ••••1234");
    expect(text).toContain("DTSTART;VALUE=DATE:20260320\r\n");
    expect(text).toContain("DTSTAMP:20260302T143000Z\r\n");
    expect(text).toContain("REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n");
    expect(text.endsWith("END:VCALENDAR\r\n")).toBe(true);
  });

  it("keeps an event's id while the contract is held, and gives each contract one of its own", () => {
    const idsOf = (...entries: CalendarEntry[]) =>
      eventsIn(calendarDocument(entries, NOW)).map((event) => event.getFirstPropertyValue("uid"));
    const [id] = idsOf(entry());
    expect(idsOf(entry({ quantity: "-5", premium: "1", label: "Renamed" }))).toEqual([id]);
    expect(idsOf(entry(), entry())).toEqual([id]);
    const others = [
      entry({ connectionId: "c-2" }),
      entry({ accountId: "a-2" }),
      entry({ option: optionTerms({ contractId: "other" }) }),
      entry({ quantity: "2" }),
    ];
    expect(new Set([id, ...idsOf(...others)]).size).toBe(5);
  });

  it("tells neither amounts nor how many contracts there are", () => {
    const text = calendarDocument([entry({ quantity: "-7341" })], NOW);
    expect(text).not.toContain("431");
    expect(text).not.toContain("7341");
  });

  it("folds long lines by octets and lets no label add a line of its own", () => {
    const label = `${"••••".repeat(15)}\r\nATTENDEE:mailto:a@example.com;,\\`;
    const text = calendarDocument([entry({ label })], NOW);
    const lines = text.split("\r\n");
    expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
    expect(lines.some((line) => line.startsWith("ATTENDEE"))).toBe(false);
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    expect(eventsIn(text)[0]?.getFirstPropertyValue("description")).toContain("mailto:a@example.com;,\\");
  });

  it("without expirations is an empty calendar", () => {
    expect(eventsIn(calendarDocument([], NOW))).toEqual([]);
  });
});
