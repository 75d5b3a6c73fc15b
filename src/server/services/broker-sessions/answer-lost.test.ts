import { describe, expect, it } from "vitest";
import { BrokerError } from "@/server/brokers/broker-error";
import { mayHaveLostAnswer } from "@/server/services/broker-sessions/answer-lost";
import { AppError } from "@/shared/app-error";
import type { ErrorCode } from "@/shared/error-codes";

function failed(code: ErrorCode, cause?: unknown): BrokerError {
  return new BrokerError(code, {
    cause,
    step: "token_refresh",
    safeToRepeat: false,
    countsAgainstLogin: false,
  });
}

describe("whether a refresh token may have been spent without an answer", () => {
  it.each([
    "CONN_NETWORK_ERROR",
    "CONN_TIMEOUT",
    "CONN_BROKER_UNAVAILABLE",
    "CONN_UNEXPECTED_REPLY",
    "API_UNEXPECTED",
  ] as const)("yes for %s", (code) => {
    expect(mayHaveLostAnswer(failed(code))).toBe(true);
  });

  it("yes for an error that nobody foresaw", () => {
    expect(mayHaveLostAnswer(new TypeError("x is not a function"))).toBe(true);
  });

  it.each([
    "CONN_BROKER_PAUSED",
    "API_BUDGET_SPENT",
    "CONN_ADDRESS_REFUSED",
    "CONN_OTHER_HOSTS",
    "CONN_SSL_ERROR",
    "AUTH_RATE_LIMITED",
    "AUTH_SESSION_EXPIRED",
    "AUTH_CLIENT_REFUSED",
    "STORAGE_READ_ERROR",
  ] as const)("no for %s: nothing was sent, or the broker answered", (code) => {
    expect(mayHaveLostAnswer(failed(code))).toBe(false);
  });

  it("no where no connection came about, however deep that is told", () => {
    const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    const reset = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
    const wrapped = (cause: Error) =>
      failed("CONN_NETWORK_ERROR", new AppError("CONN_NETWORK_ERROR", undefined, { cause }));
    expect(mayHaveLostAnswer(wrapped(refused))).toBe(false);
    expect(mayHaveLostAnswer(wrapped(reset))).toBe(true);
  });
});
