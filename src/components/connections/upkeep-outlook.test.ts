import { describe, expect, it } from "vitest";
import { upkeepOutlook } from "@/components/connections/upkeep-outlook";

const now = Date.parse("2026-11-22T14:00:00.000Z");
const inHours = (hours: number) => new Date(now + hours * 3_600_000).toISOString();
const session = { id: "s", createdAt: inHours(-5), expiresAt: inHours(5), lastActivityAt: inHours(-1) };
const calm = {
  status: "connected",
  health: "ok",
  nextAction: "none",
  session,
  deadlineAt: null,
  nextAttemptAt: null,
  failedDays: 0,
} as const;

describe("upkeepOutlook", () => {
  it("has nothing ahead where Wheelhouse keeps the session", () => {
    expect(upkeepOutlook(calm, now)).toEqual({
      deadline: null,
      nextTry: null,
      failures: null,
      canRetry: false,
      isRefused: false,
      canRenew: false,
    });
  });

  it("counts down from a day before the deadline", () => {
    const at = inHours(24);
    expect(upkeepOutlook({ ...calm, deadlineAt: at }, now).deadline).toEqual({ at, isNear: false });
    expect(upkeepOutlook({ ...calm, deadlineAt: at }, now + 1).deadline).toEqual({ at, isNear: true });
    expect(upkeepOutlook({ ...calm, status: "error", deadlineAt: at }, now).deadline).toBeNull();
    expect(upkeepOutlook({ ...calm, session: null, deadlineAt: at }, now).deadline).toBeNull();
  });

  it("says when the next try is, while the broker has trouble", () => {
    const troubled = { ...calm, health: "degraded", nextAttemptAt: inHours(0), failedDays: 1 } as const;
    expect(upkeepOutlook(troubled, now - 1)).toMatchObject({
      nextTry: { at: inHours(0), isDue: false },
      canRetry: true,
      failures: "It failed on one day so far. On day 4 Wheelhouse stops and asks you.",
    });
    expect(upkeepOutlook(troubled, now).nextTry?.isDue).toBe(true);
    expect(upkeepOutlook({ ...troubled, nextAttemptAt: null }, now).nextTry).toBeNull();
    expect(upkeepOutlook({ ...calm, nextAttemptAt: inHours(1) }, now).nextTry).toBeNull();
  });

  it("offers a try by hand for a session that was given up, but not where none is held", () => {
    const given = { ...calm, status: "error", health: "needs_person", nextAction: "try_again" } as const;
    expect(upkeepOutlook({ ...given, failedDays: 4 }, now)).toMatchObject({
      canRetry: true,
      canRenew: false,
      failures: "It failed on 4 different days.",
    });
    expect(upkeepOutlook({ ...given, session: null }, now).canRetry).toBe(false);
    expect(upkeepOutlook({ ...given, nextAction: "sign_in_again" }, now).canRetry).toBe(false);
  });

  it("offers a sign-in while the session still serves", () => {
    expect(upkeepOutlook({ ...calm, health: "needs_person" }, now)).toMatchObject({
      isRefused: true,
      canRenew: true,
      canRetry: false,
    });
  });

  it("knows that a session is not renewed while its sign-in is paused", () => {
    expect(upkeepOutlook({ ...calm, health: "locked", nextAction: "wait_until" }, now)).toMatchObject({
      isRefused: true,
      canRenew: false,
    });
    const lost = { ...calm, status: "error", health: "locked", nextAction: "wait_until" } as const;
    expect(upkeepOutlook(lost, now).isRefused).toBe(false);
  });
});
