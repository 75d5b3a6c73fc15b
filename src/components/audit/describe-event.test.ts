import { describe, expect, it } from "vitest";
import { describeEvent, detailText, targetTypeWords } from "@/components/audit/describe-event";
import type { AuditEventView } from "@/shared/schemas/audit";

const EVENT: AuditEventView = {
  seq: 7,
  id: "e-7",
  occurredAt: "2026-11-21T14:03:09.000Z",
  eventType: "SIGN_IN",
  message: "Signed in",
  severity: "INFO",
  outcome: "success",
  user: "ada@example.com",
  userId: "u-1",
  targetType: "user",
  targetId: "u-1",
  sessionId: "s-1",
  ipAddress: "127.0.0.1",
  userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
  requestId: "r-1",
  interface: "web",
  details: {},
};

describe("describeEvent", () => {
  it("says who, from where, with what and how it ended", () => {
    expect(describeEvent(EVENT)).toBe(
      "By ada@example.com, from 127.0.0.1, with Firefox on Linux. It succeeded.",
    );
  });

  it("names no person for the program itself", () => {
    const event = {
      ...EVENT,
      user: "system",
      ipAddress: null,
      userAgent: null,
      interface: "system" as const,
    };
    expect(describeEvent({ ...event, message: "Data key created" })).toBe(
      "By Wheelhouse itself. It succeeded.",
    );
  });

  it("tells failure from refusal", () => {
    expect(describeEvent({ ...EVENT, interface: "cli", outcome: "failure" })).toMatch(
      /on the command line\. It failed\.$/,
    );
    expect(describeEvent({ ...EVENT, outcome: "denied" })).toMatch(/It was refused\.$/);
  });
});

describe("details as text", () => {
  it.each([
    [null, "—"],
    [[], "—"],
    [["user", "trader"], "user, trader"],
    [true, "yes"],
    [false, "no"],
    [3, "3"],
    ["sms", "sms"],
  ])("writes %j as %s", (value, text) => {
    expect(detailText(value)).toBe(text);
  });

  it("writes target types in words", () => {
    expect(targetTypeWords("broker_session")).toBe("broker session");
  });
});
