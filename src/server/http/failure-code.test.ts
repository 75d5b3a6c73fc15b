import { inspect } from "node:util";
import { expect, it } from "vitest";
import { failureCause, failureCode } from "@/server/http/failure-code";

function withCode(code: unknown, message = "certificate timeout SSL"): Error {
  return Object.assign(new Error(message), { code });
}

it.each([
  ["CONN_TIMEOUT", withCode("UND_ERR_CONNECT_TIMEOUT")],
  ["CONN_TIMEOUT", withCode("UND_ERR_BODY_TIMEOUT")],
  ["CONN_TIMEOUT", withCode("ETIMEDOUT")],
  ["CONN_TIMEOUT", new DOMException("too long", "TimeoutError")],
  ["CONN_SSL_ERROR", withCode("DEPTH_ZERO_SELF_SIGNED_CERT")],
  ["CONN_SSL_ERROR", withCode("CERT_HAS_EXPIRED")],
  ["CONN_SSL_ERROR", withCode("ERR_TLS_CERT_ALTNAME_INVALID")],
  ["CONN_SSL_ERROR", withCode("ERR_SSL_WRONG_VERSION_NUMBER")],
  ["CONN_UNEXPECTED_REPLY", withCode("ERR_BUFFER_TOO_LARGE")],
  ["CONN_UNEXPECTED_REPLY", withCode("UND_ERR_HEADERS_OVERFLOW")],
  ["CONN_NETWORK_ERROR", withCode("ECONNRESET")],
  ["CONN_NETWORK_ERROR", withCode("ENOTFOUND")],
  ["CONN_NETWORK_ERROR", withCode("UND_ERR_SOCKET")],
  ["CONN_NETWORK_ERROR", withCode(7)],
  ["CONN_NETWORK_ERROR", new DOMException("gone", "AbortError")],
  // Words decide nothing.
  ["CONN_NETWORK_ERROR", new Error("SSL certificate timeout")],
  ["CONN_NETWORK_ERROR", "SSL certificate timeout"],
] as const)("%s for %o", (code, error) => {
  expect(failureCode(error)).toBe(code);
});

it("shows name, code and message of a failure, and nothing else that it holds", () => {
  const failure = Object.assign(withCode("UND_ERR_SOCKET", "other side closed"), {
    data: "a piece of the reply",
  });
  expect(failureCause(failure).message).toBe("Error: UND_ERR_SOCKET: other side closed");
  expect(inspect(failureCause(failure))).not.toContain("piece");
  expect(failureCause("x").message).toBe("Error: not an error");
});
