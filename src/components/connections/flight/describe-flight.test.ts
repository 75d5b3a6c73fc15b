import { describe, expect, it } from "vitest";
import { headingOf, outcomeOf } from "@/components/connections/flight/describe-act";
import {
  describeRecord,
  formatMilliseconds,
  isTrouble,
  messageOfCode,
  wordsOf,
} from "@/components/connections/flight/describe-record";
import {
  FLIGHT_RECORD_KINDS,
  type FlightDetails,
  type FlightRecordKind,
} from "@/shared/schemas/flight-record";

const line = (kind: FlightRecordKind, details: FlightDetails = {}) => ({ kind, details });
const get = (status: number, kind = "read") =>
  line("call", { kind, method: "GET", route: "/accounts/", status, tookMs: 240 });

describe("a line", () => {
  it.each(FLIGHT_RECORD_KINDS)("of kind %s has words", (kind) => {
    expect(describeRecord(line(kind)).title).toMatch(/^[A-Z]/);
  });

  it("of a request says what was asked, what came and how long it took", () => {
    expect(describeRecord(get(200))).toEqual({
      title: "Request",
      request: "GET /accounts/",
      facts: ["for reading", "answered 200", "took 240 ms"],
      isTrouble: false,
    });
  });

  it("says why, in the words of the error's code", () => {
    const held = line("call_refused", { kind: "refresh", code: "CONN_BROKER_PAUSED", retryAfterSeconds: 12 });
    expect(describeRecord(held).facts).toEqual([
      "for renewal",
      "The broker has trouble; it is not asked for the moment (2008)",
      "possible again in 12 s",
    ]);
    expect(messageOfCode("SOMETHING_NEW")).toBe("SOMETHING_NEW");
  });

  it("leaves out what says nothing: ids, nothing and no", () => {
    expect(describeRecord(line("login_step", { loginId: "x", code: null, rejected: false })).facts).toEqual(
      [],
    );
  });

  it.each<[FlightDetails, string]>([
    [{ waitMs: 1234, reason: "budget" }, "1.2 s|for a free place among the requests of this minute"],
    [{ reason: "not_due" }, "not due"],
    [
      { from: "connected", to: "error", event: "session_given_up" },
      "from connected|to error|session given up",
    ],
    [{ rejected: true }, "the code was refused"],
    [{ dropped: "superseded" }, "the answer came too late and was dropped"],
    [{ expiresAt: "2026-11-22T14:03:09.123Z" }, "good until 2026-11-22 14:03:09 UTC"],
    [{ openUntil: "2026-11-22T14:03:09.123Z" }, "until 2026-11-22 14:03:09 UTC"],
    [{ kind: "vote" }, "for vote"],
    [{ outcome: "succeeded", answerLost: true }, "succeeded|an earlier answer may have been lost"],
    [{ health: "ok", from: "connected", to: "connected", event: "session_confirmed" }, "session confirmed"],
    [{ health: "degraded" }, "health degraded"],
    [{ task: "keep_alive", trigger: "keeper" }, "keep alive|wanted by the keeper"],
    [{ trigger: "somebody", waits: true }, "somebody|waits"],
    [{ reason: "CONN_TIMEOUT" }, "Connection timed out (2002)"],
    [{ heldBackBy: "no_credentials" }, "held back: no credentials"],
    [
      { failedDays: 2, someTime: "2026-11-22T14:03:09.123Z" },
      "failed days 2|some time 2026-11-22 14:03:09 UTC",
    ],
  ])("with %j reads %s", (details, facts) => {
    expect(describeRecord(line("keeper", details)).facts.join("|")).toBe(facts);
  });
});

describe("trouble", () => {
  it.each<[boolean, ReturnType<typeof line>]>([
    [false, get(200)],
    [true, get(404)],
    [false, get(403, "login")],
    [true, get(429, "login")],
    [true, get(502, "login")],
    [true, line("call", { code: "CONN_TIMEOUT" })],
    [true, line("call_refused")],
    [true, line("lease_lost")],
    [true, line("breaker_opened")],
    [false, line("proxied_call", { outcome: "brokered", status: 404 })],
    [true, line("proxied_call", { outcome: "blocked", reason: "refused_path" })],
    [true, line("proxied_call", { outcome: "error", code: "CONN_TIMEOUT" })],
    [false, line("breaker_closed")],
    [false, line("wait", { reason: "retry" })],
    [true, line("login_step", { rejected: true })],
    [true, line("login_step", { dropped: "superseded" })],
    [false, line("login_step", { challenge: "sms" })],
    [true, line("state", { code: "CONN_TIMEOUT" })],
    [true, line("state", { health: "locked" })],
    [false, line("state", { health: "needs_person", code: null })],
    [true, line("refresh_ended", { outcome: "failed" })],
    [false, line("login_ended", { outcome: "cancelled", code: null })],
  ])("is %s of %j", (expected, given) => {
    expect(isTrouble(given)).toBe(expected);
  });
});

describe("an act", () => {
  it.each<[string, readonly ReturnType<typeof line>[]]>([
    ["Sign-in", [line("state", { event: "login_started" }), line("login_began"), get(200, "login")]],
    [
      "Session renewal",
      [line("lease_taken"), line("refresh_began"), line("state", { event: "session_renewed" })],
    ],
    ["Session taken up again", [line("restore_ended")]],
    ["Keep-alive", [line("keep_alive_ended")]],
    ["End of the sign-in", [line("login_ended")]],
    ["Step of the sign-in", [get(200, "login"), line("login_step")]],
    ["Disconnected", [get(200, "logout"), line("state", { event: "disconnected" })]],
    ["Something new", [line("state", { event: "something_new" })]],
    ["Account data read", [get(200)]],
    [
      "Call of a program",
      [get(401), line("refresh_ended"), get(200), line("proxied_call", { outcome: "brokered" })],
    ],
    ["Asked how the sign-in stands", [get(200, "login")]],
    ["Vote", [get(200, "vote")]],
    ["Sign-in with stored credentials", [line("keeper", { task: "auto_login", heldBackBy: "locked" })]],
    ["Keeper", [line("keeper", { reason: "not_due" })]],
  ])("is called %s", (heading, lines) => {
    expect(headingOf(lines)).toBe(heading);
  });

  it.each<[string, readonly ReturnType<typeof line>[]]>([
    ["done", [get(200)]],
    ["done", [line("refresh_began"), line("refresh_ended", { outcome: "succeeded" })]],
    ["done_after_trouble", [get(502), line("wait"), get(200)]],
    ["done_after_trouble", [get(502), line("refresh_ended", { outcome: "succeeded" })]],
    ["failed", [get(502), line("refresh_ended", { outcome: "failed", code: "CONN_TIMEOUT" })]],
    ["failed", [line("refresh_began"), get(502)]],
    [
      "waits",
      [line("login_began"), get(403, "login"), line("state", { to: "challenge" }), line("login_step")],
    ],
    ["open", [line("refresh_began"), line("lease_taken")]],
  ])("is %s by its last word", (outcome, lines) => {
    expect(outcomeOf(lines)).toBe(outcome);
  });
});

describe("words and durations", () => {
  it.each([
    ["needs_person", "needs person"],
    ["failedDays", "failed days"],
    ["/accounts/", "/accounts/"],
  ])("%s becomes %s", (name, words) => {
    expect(wordsOf(name)).toBe(words);
  });

  it.each([
    [0, "0 ms"],
    [999, "999 ms"],
    [1240, "1.2 s"],
    [245_000, "4 min 5 s"],
  ])("%d is %s", (milliseconds, text) => {
    expect(formatMilliseconds(milliseconds)).toBe(text);
  });
});
