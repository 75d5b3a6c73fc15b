import { failureCode } from "@/server/http/failure-code";
import { failed, refused, type SendAttempt } from "@/server/notices/send-attempt";

/** What nodemailer's errors tell besides a message; the message repeats the server's words and may name people. */
interface MailFailure {
  readonly code?: string;
  /** Of the system, where nodemailer put its own over it. */
  readonly originalCode?: string;
  readonly responseCode?: number;
  /** The SMTP command that was answered. */
  readonly command?: string;
  /** Of a mail that was broken off: why. */
  readonly cause?: unknown;
}

/** Replies that want a login or another one (RFC 4954 section 6), at whichever step they come. */
const LOGIN_REPLIES = new Set([530, 534, 535, 538]);

/**
 * What a mail that was not taken means. 4xx is worth another try, 503 too (the dialogue broke, not the mail); 5xx to
 * the recipient or the mail itself is a refusal; 5xx before that is about our login, our TLS or our sender, which only
 * the operator can mend.
 */
export function mailFailure(error: unknown): SendAttempt {
  const { code = "", originalCode, responseCode = 0, command = "", cause } = error as MailFailure;
  const detail = [code, originalCode, responseCode || "", command].filter(Boolean).join(" ");
  if ((responseCode >= 400 && responseCode < 500) || responseCode === 503) {
    return failed("NOTICE_UNDELIVERED", detail);
  }
  if (responseCode >= 500) {
    const isAboutMail = /^(RCPT TO|DATA)$/.test(command) && !LOGIN_REPLIES.has(responseCode);
    return isAboutMail ? refused("NOTICE_REFUSED", detail) : failed("NOTICE_MAIL_SETTINGS", detail);
  }
  if (code === "EAUTH") return failed("NOTICE_MAIL_SETTINGS", detail);
  if (code === "EENVELOPE") return refused("NOTICE_REFUSED", detail);
  const reason =
    cause instanceof DOMException ? cause : Object.assign(new Error(), { code: originalCode ?? code });
  return failed(failureCode(reason), detail);
}
