import type { SendOutcome } from "@/server/notices/notice-sender.port";
import type { ErrorCode } from "@/shared/error-codes";

/** One try to send, with what the log may say about it: no address, no name, no word of the receiver. */
export interface SendAttempt {
  readonly outcome: SendOutcome;
  readonly detail: string;
}

export function delivered(detail: string): SendAttempt {
  return { outcome: { kind: "delivered" }, detail };
}

export function failed(
  code: ErrorCode,
  detail: string,
  retryAfterSeconds: number | null = null,
): SendAttempt {
  return { outcome: { kind: "failed", code, retryAfterSeconds }, detail };
}

export function refused(code: ErrorCode, detail: string): SendAttempt {
  return { outcome: { kind: "refused", code }, detail };
}
