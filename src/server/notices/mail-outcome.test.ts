import { expect, it } from "vitest";
import { mailFailure } from "@/server/notices/mail-outcome";

const failed = (code: string) => ({ kind: "failed", code, retryAfterSeconds: null });
const refused = { kind: "refused", code: "NOTICE_REFUSED" };

it.each([
  [{ code: "EENVELOPE", responseCode: 550, command: "RCPT TO" }, refused, "EENVELOPE 550 RCPT TO"],
  [{ code: "EMESSAGE", responseCode: 552, command: "DATA" }, refused, "EMESSAGE 552 DATA"],
  [
    { code: "EENVELOPE", responseCode: 421, command: "RCPT TO" },
    failed("NOTICE_UNDELIVERED"),
    "EENVELOPE 421 RCPT TO",
  ],
  [
    { code: "EMESSAGE", responseCode: 503, command: "DATA" },
    failed("NOTICE_UNDELIVERED"),
    "EMESSAGE 503 DATA",
  ],
  [
    { code: "EENVELOPE", responseCode: 538, command: "DATA" },
    failed("NOTICE_MAIL_SETTINGS"),
    "EENVELOPE 538 DATA",
  ],
  [
    { code: "EENVELOPE", responseCode: 553, command: "MAIL FROM" },
    failed("NOTICE_MAIL_SETTINGS"),
    "EENVELOPE 553 MAIL FROM",
  ],
  [
    { code: "ETLS", responseCode: 502, command: "STARTTLS" },
    failed("NOTICE_MAIL_SETTINGS"),
    "ETLS 502 STARTTLS",
  ],
  // A way to log in that we don't know.
  [{ code: "EAUTH", command: "API" }, failed("NOTICE_MAIL_SETTINGS"), "EAUTH API"],
  // An address that can't be written into the dialogue.
  [{ code: "EENVELOPE", command: "API" }, refused, "EENVELOPE API"],
  [
    { code: "ESOCKET", originalCode: "CERT_HAS_EXPIRED", command: "CONN" },
    failed("CONN_SSL_ERROR"),
    "ESOCKET CERT_HAS_EXPIRED CONN",
  ],
  [{ code: "ESOCKET", originalCode: "ECONNREFUSED" }, failed("CONN_NETWORK_ERROR"), "ESOCKET ECONNREFUSED"],
  [{ code: "ETIMEDOUT" }, failed("CONN_TIMEOUT"), "ETIMEDOUT"],
  [{ code: "EABORT", cause: new DOMException("", "TimeoutError") }, failed("CONN_TIMEOUT"), "EABORT"],
  [{ code: "EABORT", cause: new DOMException("", "AbortError") }, failed("CONN_NETWORK_ERROR"), "EABORT"],
  [{}, failed("CONN_NETWORK_ERROR"), ""],
])("%o is %o", (failure, outcome, detail) => {
  const error = Object.assign(new Error("550 no such user: canary@example.com"), failure);
  expect(mailFailure(error)).toEqual({ outcome, detail });
});
