import { describe, expect, it } from "vitest";
import { ACCOUNT_RULE, ADDRESS_RULE, afterAttempt } from "@/server/services/app-sessions/attempt-throttle";
import type { ThrottleRecord } from "@/server/storage/records";

const START = new Date("2026-03-02T14:30:00.000Z");
const later = (seconds: number) => new Date(START.getTime() + seconds * 1000);

/** Waits in seconds after each of `count` tries, each made as soon as the one before allows. */
function waits(rule: typeof ACCOUNT_RULE, count: number): number[] {
  let record: ThrottleRecord | null = null;
  let now = START;
  return Array.from({ length: count }, () => {
    record = afterAttempt(record, { key: "k", rule }, now);
    const wait = record.blockedUntil === null ? 0 : record.blockedUntil.getTime() - now.getTime();
    now = new Date(now.getTime() + wait);
    return wait / 1000;
  });
}

describe("afterAttempt", () => {
  it("lets five tries at an account pass, then doubles the wait up to a quarter of an hour", () => {
    expect(waits(ACCOUNT_RULE, 12)).toEqual([0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
  });

  it("lets ten tries from an address pass, and forgets them after a quarter of an hour", () => {
    expect(waits(ADDRESS_RULE, 12)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 30, 60, 120]);
    const full = { key: "k", failures: 9, windowStartedAt: START, blockedUntil: null };
    expect(afterAttempt(full, { key: "k", rule: ADDRESS_RULE }, later(899)).failures).toBe(10);
    expect(afterAttempt(full, { key: "k", rule: ADDRESS_RULE }, later(900))).toEqual({
      key: "k",
      failures: 1,
      windowStartedAt: later(900),
      blockedUntil: null,
    });
  });

  it("stays at the longest wait however many tries there are", () => {
    const many = { key: "k", failures: 5000, windowStartedAt: START, blockedUntil: null };
    expect(afterAttempt(many, { key: "k", rule: ACCOUNT_RULE }, later(1)).blockedUntil).toEqual(later(901));
  });
});
