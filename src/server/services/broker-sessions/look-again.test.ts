import { describe, expect, it } from "vitest";
import { nextProbeAt } from "@/server/services/broker-sessions/look-again";

const now = new Date("2026-03-02T14:30:00Z");
const secondsAgo = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const degraded = { status: "connected", health: "degraded" } as const;

describe("the next probe of a degraded connection", () => {
  it.each([
    [0, 30],
    [29, 30],
    [60, 60],
    [600, 600],
    [7200, 900],
  ])("after %i s of trouble comes in %i s", (lastedSeconds, inSeconds) => {
    const at = nextProbeAt({ ...degraded, updatedAt: secondsAgo(lastedSeconds) }, now);
    expect(at?.getTime()).toBe(now.getTime() + inSeconds * 1000);
  });

  it.each([
    { ...degraded, health: "ok" as const },
    { ...degraded, health: "needs_person" as const },
    { ...degraded, status: "challenge" as const },
  ])("is none for %o", (state) => {
    expect(nextProbeAt({ ...state, updatedAt: now }, now)).toBeNull();
  });
});
