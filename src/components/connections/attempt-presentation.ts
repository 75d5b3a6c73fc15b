import type { ConnectionTone } from "@/components/connections/connection-presentation";
import { ERROR_CODES } from "@/shared/error-codes";
import type { ChallengeKind } from "@/shared/schemas/challenge";
import type { LoginAttemptView } from "@/shared/schemas/connection";

export interface AttemptPresentation {
  readonly tone: ConnectionTone;
  readonly outcome: string;
  /** How the broker had it confirmed. */
  readonly confirmedBy: string;
  /** Why it failed with its code, such as `The code was not accepted (1005)`; null where it did not fail. */
  readonly reason: string | null;
}

const OUTCOME: Record<LoginAttemptView["outcome"], { tone: ConnectionTone; word: string }> = {
  open: { tone: "busy", word: "In progress" },
  succeeded: { tone: "live", word: "Connected" },
  failed: { tone: "failed", word: "Failed" },
  cancelled: { tone: "idle", word: "Cancelled" },
  timed_out: { tone: "failed", word: "Timed out" },
};

const CONFIRMED_BY: Record<ChallengeKind, string> = {
  prompt: "Approval on phone",
  sms: "Text message",
  email: "E-mail",
  app: "Authenticator app",
  redirect: "Broker's page",
  gateway: "Gateway",
};

/** One row of the table of login attempts, in words. */
export function presentAttempt(
  attempt: Pick<LoginAttemptView, "outcome" | "challengeKind" | "errorCode">,
): AttemptPresentation {
  const { tone, word } = OUTCOME[attempt.outcome];
  const error = attempt.errorCode === null ? null : ERROR_CODES[attempt.errorCode];
  return {
    tone,
    outcome: word,
    confirmedBy: attempt.challengeKind === null ? "Nothing asked" : CONFIRMED_BY[attempt.challengeKind],
    reason: error === null ? null : `${error.message} (${error.number})`,
  };
}
