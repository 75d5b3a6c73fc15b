import { ERROR_CODES } from "@/shared/error-codes";
import type { ChallengeKind } from "@/shared/schemas/challenge";
import type { ConnectionAttempt, SessionAttemptView } from "@/shared/schemas/connection";

interface AttemptPresentation {
  /** What was tried, such as `Renewal`. */
  readonly what: string;
  /** Who wanted it, or how the broker had a sign-in confirmed. */
  readonly how: string;
  /** Why it failed with its code, such as `The code was not accepted (1005)`; null where it did not fail. */
  readonly reason: string | null;
  /** The call that failed, such as `at token refresh`; null where it is not known. */
  readonly step: string | null;
}

const WHAT: Record<ConnectionAttempt["kind"], string> = {
  login: "Sign-in",
  refresh: "Renewal",
  restore: "Session taken up",
  keep_alive: "Keep-alive",
  retry: "Try by hand",
};

const TRIGGER: Record<SessionAttemptView["trigger"], string> = {
  keeper: "by Wheelhouse, on its own",
  call: "by a call that was refused",
  person: "by you",
};

const CONFIRMED_BY: Record<ChallengeKind, string> = {
  prompt: "approval on your phone",
  sms: "code by text message",
  email: "code by e-mail",
  app: "code of an authenticator app",
  redirect: "on the broker's page",
  gateway: "in the gateway",
};

/** One of the last attempts in words. */
export function presentAttempt(attempt: ConnectionAttempt): AttemptPresentation {
  const error = attempt.errorCode === null ? null : ERROR_CODES[attempt.errorCode];
  const facts = {
    what: WHAT[attempt.kind],
    reason: error === null ? null : `${error.message} (${error.number})`,
  };
  if (attempt.kind === "login") {
    const how = attempt.challengeKind === null ? "nothing asked" : CONFIRMED_BY[attempt.challengeKind];
    return { ...facts, how, step: null };
  }
  const step = attempt.step === null ? null : `at ${attempt.step.replaceAll("_", " ")}`;
  return { ...facts, how: TRIGGER[attempt.trigger], step };
}
