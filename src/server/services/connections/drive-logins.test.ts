import { describe, expect, it } from "vitest";
import { dueAt, dueWork } from "@/server/services/connections/drive-logins";
import type { LoginAttemptRecord } from "@/server/storage/records";

const now = new Date("2026-01-05T15:00:00Z");
const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1000);

const waiting: LoginAttemptRecord = {
  id: "a1",
  connectionId: "c1",
  ownerId: "u1",
  guardKey: "g",
  outcome: "open",
  step: "waiting_for_person",
  challenge: {
    kind: "prompt",
    destination: null,
    expiresAt: inSeconds(200).toISOString(),
    attemptsLeft: null,
    alternatives: ["sms"],
    url: null,
    lastCodeRejected: false,
  },
  stateCiphertext: "v1.x",
  pollAt: inSeconds(5),
  startedAt: now,
  deadlineAt: inSeconds(600),
  endedAt: null,
  errorCode: null,
  leaseToken: null,
  leaseUntil: null,
  version: 2,
};

describe("dueWork", () => {
  it.each([
    ["nothing", "before its poll is due", waiting, now],
    ["poll", "when its poll is due", waiting, inSeconds(5)],
    ["nothing", "while another process holds it", { ...waiting, leaseUntil: inSeconds(30) }, inSeconds(5)],
    ["interrupted", "left in the middle of a poll", { ...waiting, leaseUntil: inSeconds(4) }, inSeconds(5)],
    ["interrupted", "left in mid-call", { ...waiting, step: "checking_answer", leaseUntil: now }, now],
    ["poll", "just after the challenge's end", waiting, inSeconds(214)],
    ["deadline", "when the challenge is over for sure", waiting, inSeconds(215)],
    ["deadline", "at the login's deadline", { ...waiting, challenge: null }, inSeconds(600)],
    ["nothing", "a code that nobody polls for", { ...waiting, pollAt: null }, inSeconds(100)],
  ] as const)("%s: %s", (expected, _when, attempt, at) => {
    expect(dueWork(attempt, at)).toBe(expected);
  });
});

describe("dueAt", () => {
  it("is the earliest of poll, end and lease", () => {
    expect(dueAt(waiting)).toEqual(inSeconds(5));
    expect(dueAt({ ...waiting, pollAt: null })).toEqual(inSeconds(215));
    expect(dueAt({ ...waiting, pollAt: null, challenge: null })).toEqual(inSeconds(600));
    expect(dueAt({ ...waiting, leaseUntil: inSeconds(2) })).toEqual(inSeconds(2));
  });
});
