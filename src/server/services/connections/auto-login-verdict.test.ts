import { describe, expect, it } from "vitest";
import { describeRobinhood } from "@/server/brokers/robinhood/description";
import { allowsAutoLogin, mayAutoLogin } from "@/server/services/connections/auto-login-verdict";
import { ERROR_CODES, type ErrorCode } from "@/shared/error-codes";

const now = new Date("2026-03-02T14:30:00Z");
const url = "http://127.0.0.1:1";
const robinhood = describeRobinhood({ apiUrl: url, identiUrl: url, bonfireUrl: url });
const stored = ["username", "password", "deviceToken"];
const lost = { status: "expired", errorCode: "AUTH_SESSION_EXPIRED", autoLoginAt: null } as const;
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

describe("signing in without the person", () => {
  it("may be done for a lost session with all that the form requires", () => {
    expect(mayAutoLogin(lost, stored, robinhood, null, now)).toEqual({ kind: "go" });
    expect(mayAutoLogin(lost, stored, robinhood, { failures: 0, notBefore: now }, now)).toEqual({
      kind: "go",
    });
  });

  it.each(["disconnected", "connecting", "challenge", "connected"] as const)(
    "is not done when %s",
    (status) => {
      expect(mayAutoLogin({ ...lost, status }, stored, robinhood, null, now)).toEqual({
        kind: "never",
        why: "session_not_lost",
      });
    },
  );

  it("is left open by a closed list of reasons alone", () => {
    const codes = Object.keys(ERROR_CODES) as ErrorCode[];
    expect(codes.filter(allowsAutoLogin)).toEqual([
      "AUTH_SESSION_EXPIRED",
      "AUTH_REFRESH_ANSWER_LOST",
      "CONN_NETWORK_ERROR",
      "CONN_TIMEOUT",
      "CONN_SSL_ERROR",
      "CONN_BROKER_UNAVAILABLE",
      "CONN_BROKER_PAUSED",
      "STORAGE_BACKEND_UNAVAILABLE",
    ]);
    for (const errorCode of ["AUTH_INVALID_CREDENTIALS", "AUTH_CHALLENGE_EXPIRED", null] as const) {
      expect(mayAutoLogin({ ...lost, status: "error", errorCode }, stored, robinhood, null, now)).toEqual({
        kind: "never",
        why: "reason_needs_person",
      });
    }
  });

  it.each([[[]], [["username"]], [["deviceToken", "password"]]])("is not done with %o alone", (names) => {
    expect(mayAutoLogin(lost, names, robinhood, null, now)).toMatchObject({ why: "credentials_incomplete" });
  });

  it("is never done where a login needs the person anyway", () => {
    const redirect = { ...robinhood, loginKind: "oauth_redirect" as const, credentialFields: [] };
    expect(mayAutoLogin(lost, [], redirect, null, now)).toMatchObject({ why: "credentials_incomplete" });
  });

  it("never goes against the login guard, nor after a refused login of the same name", () => {
    const until = new Date(now.getTime() + 60_000);
    expect(mayAutoLogin(lost, stored, robinhood, { failures: 0, notBefore: until }, now)).toEqual({
      kind: "wait",
      until,
      why: "login_guard",
    });
    for (const notBefore of [until, hoursAgo(3)]) {
      expect(mayAutoLogin(lost, stored, robinhood, { failures: 1, notBefore }, now)).toEqual({
        kind: "never",
        why: "login_refused_before",
      });
    }
  });

  it("is done once a day, whether the network failed or the new session was lost too", () => {
    expect(mayAutoLogin({ ...lost, autoLoginAt: hoursAgo(1) }, stored, robinhood, null, now)).toEqual({
      kind: "wait",
      until: new Date(now.getTime() + 23 * 3_600_000),
      why: "tried_today",
    });
    const failed = { status: "error", errorCode: "CONN_TIMEOUT" } as const;
    expect(mayAutoLogin({ ...failed, autoLoginAt: hoursAgo(1) }, stored, robinhood, null, now)).toEqual({
      kind: "wait",
      until: new Date(now.getTime() + 23 * 3_600_000),
      why: "tried_today",
    });
    expect(mayAutoLogin({ ...failed, autoLoginAt: hoursAgo(24) }, stored, robinhood, null, now)).toEqual({
      kind: "go",
    });
  });
});
