import { describe, expect, it } from "vitest";
import { ERROR_CODES, type ErrorCode } from "@/shared/error-codes";
import { type NoticeFacts, noticeText } from "@/shared/notice-text";
import { nextActionSchema } from "@/shared/schemas/connection";
import { NOTICE_KINDS } from "@/shared/schemas/notice";

const NOW = new Date("2026-03-02T14:30:00Z");
const facts = (given: Partial<NoticeFacts>): NoticeFacts => ({
  kind: "needs_person",
  label: "Main",
  brokerName: "Robinhood",
  nextAction: "sign_in_again",
  errorCode: null,
  deadlineAt: null,
  details: null,
  now: NOW,
  timeZone: "UTC",
  ...given,
});
const ahead = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

describe("noticeText", () => {
  it("names the connection, the reason, its code and the next step", () => {
    const { title, text } = noticeText(facts({ errorCode: "AUTH_SESSION_EXPIRED" }));
    expect(title).toBe('Robinhood "Main" needs you');
    expect(text).toMatch(/^Session expired, please login again, code 1003\. /);
    expect(text).toContain("Sign in to the broker again");
  });

  it("tells until when a session serves that can't be renewed", () => {
    const deadlineAt = ahead(90);
    expect(noticeText(facts({ deadlineAt })).text).toBe(
      "The session can't be renewed any more. It serves until 2 Mar 2026, 16:00 UTC. Sign in to Robinhood again on the connection's page.",
    );
    expect(noticeText(facts({ deadlineAt, errorCode: "AUTH_SESSION_EXPIRED" })).text).toContain("code 1003");
  });

  it.each([
    ["enter_code", "asks for a code"],
    ["approve_on_phone", "waits for your approval in its app"],
    ["finish_at_broker", "Finish the sign-in at Robinhood"],
    ["try_again", "Try again on the connection's page"],
    ["connect", "Connect Robinhood again"],
    ["wait_until", "Wait until"],
    ["none", "shows what is to be done"],
    [null, "shows what is to be done"],
  ] as const)("asks for the step %s", (nextAction, words) => {
    expect(noticeText(facts({ nextAction })).text).toContain(words);
  });

  it("tells how long a challenge is good", () => {
    const { text } = noticeText(facts({ nextAction: "approve_on_phone", deadlineAt: ahead(5) }));
    expect(text).toContain("The request is good until 2 Mar 2026, 14:35 UTC.");
  });

  it("keeps a step that the code's own next step would hide", () => {
    const { text } = noticeText(facts({ nextAction: "try_again", errorCode: "CONN_BROKER_UNAVAILABLE" }));
    expect(text).toContain("Try again on the connection's page");
  });

  it.each([
    [1, "1 minute"],
    [45, "45 minutes"],
    [60, "1 hour"],
    [90, "2 hours"],
    [1440, "24 hours"],
    [2880, "2 days"],
    [7 * 1440, "7 days"],
  ])("says %i minutes as %s", (minutes, words) => {
    const { title } = noticeText(facts({ kind: "deadline_ahead", deadlineAt: ahead(minutes) }));
    expect(title).toBe(`Robinhood session of "Main" ends in ${words}`);
  });

  it("tells the absolute time in the zone of the reader", () => {
    const given = { kind: "deadline_ahead", deadlineAt: ahead(60) } as const;
    expect(noticeText(facts(given)).text).toContain("2 Mar 2026, 15:30 UTC");
    expect(noticeText(facts({ ...given, timeZone: "America/New_York" })).text).toContain(
      "2 Mar 2026, 10:30 EST",
    );
  });

  it("is true also when it is read late, or knows little", () => {
    const late = noticeText(facts({ kind: "deadline_ahead", deadlineAt: ahead(-5) }));
    expect(late.title).toBe('Robinhood session of "Main" has reached its end');
    const vague = noticeText(facts({ kind: "deadline_ahead", brokerName: null, label: null }));
    expect(vague.title).toBe('Broker session of "without a name" ends soon');
    expect(noticeText(facts({ brokerName: null })).title).toBe('Connection "Main" needs you');
  });

  it("tells until when sign-in is paused", () => {
    const { title, text } = noticeText(facts({ kind: "login_locked", deadlineAt: ahead(15) }));
    expect(title).toBe('Sign-in to Robinhood "Main" is paused');
    expect(text).toContain("No sign-in is tried before 2 Mar 2026, 14:45 UTC.");
    expect(noticeText(facts({ kind: "login_locked", brokerName: null })).title).toContain("the broker");
  });

  it("says that all is well, and that a channel works", () => {
    expect(noticeText(facts({ kind: "connected_again" })).title).toBe('Robinhood "Main" is connected again');
    expect(noticeText(facts({ kind: "test", label: "Phone" })).text).toContain('"Phone"');
  });

  it("has whole sentences for every kind, step and code", () => {
    for (const kind of NOTICE_KINDS) {
      for (const nextAction of nextActionSchema.options) {
        for (const errorCode of Object.keys(ERROR_CODES) as ErrorCode[]) {
          const { title, text } = noticeText(facts({ kind, nextAction, errorCode }));
          expect(title.length).toBeLessThan(150);
          expect(text).toMatch(/^[A-Z].*\.$/);
          expect(title + text).not.toMatch(/undefined|null|!|\.\.|\s{2}/);
        }
      }
    }
  });
});
