import { describe, expect, it } from "vitest";
import { isValid, needsRefresh, timeRemaining } from "@/server/services/broker-sessions/session-state";

const now = new Date("2026-01-05T15:00:00Z");
const session = {
  status: "active",
  expiresAt: new Date("2026-01-05T16:00:00Z"),
  hardExpiresAt: null,
} as const;

describe("a broker session's time", () => {
  it("is valid while active and not past its end", () => {
    expect(isValid(session, now)).toBe(true);
    expect(isValid({ ...session, status: "refreshing" }, now)).toBe(true);
    expect(isValid({ ...session, status: "expired" }, now)).toBe(false);
    expect(isValid(session, session.expiresAt)).toBe(false);
  });

  it("counts the seconds to the earlier of its two ends, never below zero", () => {
    expect(timeRemaining(session, now)).toBe(3600);
    expect(timeRemaining({ ...session, hardExpiresAt: new Date("2026-01-05T15:10:00Z") }, now)).toBe(600);
    expect(timeRemaining(session, new Date("2026-01-06T00:00:00Z"))).toBe(0);
  });

  it("needs a refresh within five minutes of its end, or the threshold asked for", () => {
    expect(needsRefresh(session, new Date("2026-01-05T15:55:00Z"))).toBe(false);
    expect(needsRefresh(session, new Date("2026-01-05T15:55:01Z"))).toBe(true);
    expect(needsRefresh(session, now, 3601)).toBe(true);
  });
});
