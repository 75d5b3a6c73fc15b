import { describe, expect, it } from "vitest";
import { guardAfterFailure } from "@/server/services/connections/login-guard";

const now = new Date("2026-01-05T15:00:00Z");
const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const wrongPassword = {
  code: "AUTH_INVALID_CREDENTIALS",
  countsAgainstLogin: true,
  retryAfterSeconds: undefined,
} as const;
const throttled = { code: "AUTH_RATE_LIMITED", countsAgainstLogin: false } as const;

describe("guardAfterFailure", () => {
  it.each([
    [0, 30],
    [1, 15 * 60],
    [2, 60 * 60],
    [7, 60 * 60],
  ])("after %i earlier refusals waits %i seconds", (failures, seconds) => {
    const previous = failures === 0 ? null : { failures, notBefore: now, updatedAt: inSeconds(-60) };
    expect(guardAfterFailure(previous, wrongPassword, now)).toEqual({
      failures: failures + 1,
      notBefore: inSeconds(seconds),
    });
  });

  it("forgets refusals of more than a day ago", () => {
    const previous = { failures: 5, notBefore: inSeconds(-90_000), updatedAt: inSeconds(-86_400) };
    expect(guardAfterFailure(previous, wrongPassword, now)?.failures).toBe(1);
  });

  it("obeys the broker's Retry-After without counting it as a wrong password", () => {
    expect(guardAfterFailure(null, { ...throttled, retryAfterSeconds: 36 }, now)).toEqual({
      failures: 0,
      notBefore: inSeconds(36),
    });
  });

  it("waits a quarter of an hour when the broker throttles and does not say how long", () => {
    expect(guardAfterFailure(null, { ...throttled, retryAfterSeconds: undefined }, now)?.notBefore).toEqual(
      inSeconds(15 * 60),
    );
  });

  it("keeps the longer of the broker's wait and its own", () => {
    expect(guardAfterFailure(null, { ...wrongPassword, retryAfterSeconds: 600 }, now)?.notBefore).toEqual(
      inSeconds(600),
    );
  });

  it("does not move for trouble that says nothing about the login", () => {
    const timeout = {
      code: "CONN_TIMEOUT",
      countsAgainstLogin: false,
      retryAfterSeconds: undefined,
    } as const;
    expect(guardAfterFailure(null, timeout, now)).toBeNull();
  });
});
