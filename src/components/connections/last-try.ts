import { messageOfCode } from "@/components/connections/flight/describe-record";
import { ERROR_CODES, type ErrorCode } from "@/shared/error-codes";

/** How the last try to keep a session ended, in a sentence; null where nothing failed. */
export function lastTry(code: ErrorCode | null): string | null {
  return code === null ? null : `The last try ended with: ${messageOfCode(code)}`;
}

/**
 * Why a session that still serves is not renewed. The code's own words, that the session has expired, would say
 * what is not so: only its renewal was refused.
 */
export function renewalReason(code: ErrorCode | null, brokerName: string): string | null {
  return code === "AUTH_SESSION_EXPIRED"
    ? `${brokerName} refused to renew it (${ERROR_CODES[code].number})`
    : lastTry(code);
}
