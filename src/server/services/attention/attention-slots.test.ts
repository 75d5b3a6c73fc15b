import { describe, expect, it } from "vitest";
import { currentSlot, nextSlot } from "@/server/services/attention/attention-slots";

describe("when people are told of what needs attention", () => {
  // Monday 2 March 2026: New York is five hours behind UTC until 8 March.
  it.each([
    ["Monday before the first look", "2026-03-02T13:29:59Z", null, "2026-03-02T13:30:00Z"],
    ["Monday 8:30", "2026-03-02T13:30:00Z", "2026-03-02T13:30:00Z", "2026-03-02T14:30:00Z"],
    ["Monday 9:29", "2026-03-02T14:29:59Z", "2026-03-02T13:30:00Z", "2026-03-02T14:30:00Z"],
    ["the opening", "2026-03-02T14:30:00Z", "2026-03-02T14:30:00Z", "2026-03-02T14:45:00Z"],
    [
      "a minute before the next quarter",
      "2026-03-02T14:44:59Z",
      "2026-03-02T14:30:00Z",
      "2026-03-02T14:45:00Z",
    ],
    ["the last quarter", "2026-03-02T20:59:59Z", "2026-03-02T20:45:00Z", "2026-03-03T13:30:00Z"],
    ["the close", "2026-03-02T21:00:00Z", null, "2026-03-03T13:30:00Z"],
    ["Friday evening", "2026-03-06T22:00:00Z", null, "2026-03-09T12:30:00Z"],
    ["Saturday", "2026-03-07T15:00:00Z", null, "2026-03-09T12:30:00Z"],
    ["Sunday", "2026-03-08T15:00:00Z", null, "2026-03-09T12:30:00Z"],
    ["summer", "2026-07-01T13:31:00Z", "2026-07-01T13:30:00Z", "2026-07-01T13:45:00Z"],
  ])("at %s", (_when, now, current, next) => {
    const iso = (time: string | null) => time && new Date(time).toISOString();
    expect(currentSlot(new Date(now))?.toISOString() ?? null).toBe(iso(current));
    expect(nextSlot(new Date(now)).toISOString()).toBe(iso(next));
  });
});
