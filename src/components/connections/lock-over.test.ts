import { describe, expect, it } from "vitest";
import { lockOver } from "@/components/connections/lock-over";

const at = "2026-11-22T14:00:00.000Z";
const now = Date.parse(at);
const locked = { health: "locked", nextAction: "wait_until", notBefore: at } as const;

describe("lockOver", () => {
  it("gives the turn back to the person when the time has come, and not before", () => {
    expect(lockOver(locked, now - 1)).toBe(locked);
    expect(lockOver(locked, now)).toEqual({
      health: "needs_person",
      nextAction: "sign_in_again",
      notBefore: null,
    });
  });

  it("changes nothing without a clock, a lock or a time", () => {
    const free = { ...locked, health: "degraded" } as const;
    const endless = { ...locked, notBefore: null };
    expect(lockOver(locked, null)).toBe(locked);
    expect(lockOver(free, now)).toBe(free);
    expect(lockOver(endless, now)).toBe(endless);
  });
});
