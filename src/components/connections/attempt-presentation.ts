import { ERROR_CODES } from "@/shared/error-codes";
import type { ChallengeKind } from "@/shared/schemas/challenge";
import type { LoginAttemptView } from "@/shared/schemas/connection";

interface AttemptPresentation {
  /** How the broker had it confirmed. */
  readonly confirmedBy: string;
  /** Why it failed with its code, such as `The code was not accepted (1005)`; null where it did not fail. */
  readonly reason: string | null;
}

const CONFIRMED_BY: Record<ChallengeKind, string> = {
  prompt: "Approval on phone",
  sms: "Text message",
  email: "E-mail",
  app: "Authenticator app",
  redirect: "Broker's page",
  gateway: "Gateway",
};

/** How a login attempt was confirmed and why it failed, in words. */
export function presentAttempt(
  attempt: Pick<LoginAttemptView, "challengeKind" | "errorCode">,
): AttemptPresentation {
  const error = attempt.errorCode === null ? null : ERROR_CODES[attempt.errorCode];
  return {
    confirmedBy: attempt.challengeKind === null ? "Nothing asked" : CONFIRMED_BY[attempt.challengeKind],
    reason: error === null ? null : `${error.message} (${error.number})`,
  };
}
