import { BrokerError } from "@/server/brokers/broker-error";
import type { ErrorCode } from "@/shared/error-codes";

/** An end of the login that a success reply told, such as a denied prompt. */
export function ending(code: ErrorCode, step: string, countsAgainstLogin = false): BrokerError {
  return new BrokerError(code, { step, safeToRepeat: false, countsAgainstLogin });
}

/** The error for a challenge's status when that is an end; null while it goes on. Unknown ones go on. */
export function endingOfStatus(status: string, type: string, step: string): BrokerError | null {
  if (status === "denied") return ending("AUTH_CHALLENGE_DENIED", step);
  if (status === "expired") return ending("AUTH_CHALLENGE_EXPIRED", step);
  if (status !== "failed") return null;
  return type === "prompt" ? ending("AUTH_CHALLENGE_DENIED", step) : ending("AUTH_CODE_REJECTED", step, true);
}
