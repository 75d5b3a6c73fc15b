import { describe, expect, it } from "vitest";
import { dueDeadlineNotice } from "@/server/services/broker-sessions/tell-deadline";

const HOUR_MS = 3_600_000;
const signedInAt = new Date("2026-03-01T00:00:00Z");
const deadline = new Date(signedInAt.getTime() + 72 * HOUR_MS);
const leads = [86_400, 3600];
const session = {
  createdAt: signedInAt,
  issuedAt: signedInAt,
  expiresAt: deadline,
  hardExpiresAt: null,
  lastActivityAt: signedInAt,
  refreshable: false,
  deadlineNoticed: null,
};
const hoursBefore = (hours: number) => new Date(deadline.getTime() - hours * HOUR_MS);

describe("the notice of a deadline", () => {
  it.each([
    [25, null, null],
    [24, null, 86_400],
    [2, null, 86_400],
    [2, 86_400, null],
    [1, 86_400, 3600],
    // Wheelhouse was down meanwhile: one notice, not two.
    [0.5, null, 3600],
    [0.5, 3600, null],
  ])("%d h before, when %o s were told, is that of %o s", (hours, deadlineNoticed, expected) => {
    const due = dueDeadlineNotice({ ...session, deadlineNoticed }, leads, hoursBefore(hours));
    expect(due?.leadSeconds ?? null).toBe(expected);
    expect(due?.tell ?? null).toBe(expected === null ? null : true);
  });

  it("is not given for a time ahead that had passed when the person signed in", () => {
    const late = { ...session, createdAt: hoursBefore(20) };
    expect(dueDeadlineNotice(late, leads, hoursBefore(20))).toMatchObject({
      leadSeconds: 86_400,
      tell: false,
    });
    expect(dueDeadlineNotice({ ...late, deadlineNoticed: 86_400 }, leads, hoursBefore(1))).toMatchObject({
      leadSeconds: 3600,
      tell: true,
    });
  });

  it("is none where Wheelhouse renews the session without end", () => {
    expect(dueDeadlineNotice({ ...session, refreshable: true }, leads, hoursBefore(0))).toBeNull();
  });
});
