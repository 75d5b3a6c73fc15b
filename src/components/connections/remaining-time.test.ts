import { describe, expect, it } from "vitest";
import { remainingClock, remainingShare, remainingWords } from "@/components/connections/remaining-time";

const now = Date.parse("2026-11-22T14:00:00.000Z");
const inSeconds = (seconds: number) => new Date(now + seconds * 1000).toISOString();

describe("remaining time", () => {
  it.each([
    [-5, "0:00", "no time"],
    [0, "0:00", "no time"],
    [0.2, "0:01", "1 second"],
    [9, "0:09", "9 seconds"],
    [249, "4:09", "4 minutes 9 seconds"],
    [3600, "1:00:00", "1 hour"],
    [3605, "1:00:05", "1 hour"],
    [3750, "1:02:30", "1 hour 2 minutes"],
    [6 * 86_400 + 3 * 3600 + 59, "147:00:59", "6 days 3 hours"],
  ])("shows %d seconds as %s and %s", (seconds, clock, words) => {
    expect(remainingClock(inSeconds(seconds), now)).toBe(clock);
    expect(remainingWords(inSeconds(seconds), now)).toBe(words);
  });

  it("gives the share that is left, within bounds", () => {
    expect(remainingShare(inSeconds(-60), inSeconds(60), now)).toBe(0.5);
    expect(remainingShare(inSeconds(10), inSeconds(60), now)).toBe(1);
    expect(remainingShare(inSeconds(-60), inSeconds(-10), now)).toBe(0);
    expect(remainingShare(inSeconds(5), inSeconds(5), now)).toBe(0);
  });
});
