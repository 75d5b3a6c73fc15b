import type { LoginStep } from "@/server/brokers/broker";
import {
  type LoginPhase,
  type RobinhoodLogin,
  type ShownChallenge,
  toLoginState,
} from "@/server/brokers/robinhood/login-state";
import type { Challenge, ChallengeKind } from "@/shared/schemas/challenge";

/** Prompts are asked about no more often than the broker's own clients do; they are throttled readily. */
export const pollIntervalMs = 5000;

/** A login that waits for the person, or, once they have answered, for the broker to take note. */
export function waiting(login: RobinhoodLogin, phase: LoginPhase, pollAfterMs = pollIntervalMs): LoginStep {
  const challenge = challengeOf(phase);
  const polled = challenge.kind === "prompt" || (phase.kind === "challenge" && phase.answered);
  return {
    kind: "waiting",
    challenge,
    state: toLoginState(login, phase),
    pollAfterMs: polled ? Math.max(pollAfterMs, pollIntervalMs) : null,
  };
}

function challengeOf(phase: LoginPhase): Challenge {
  switch (phase.kind) {
    case "challenge":
      return view(phase.challenge, phase.textOffered ? ["sms"] : []);
    case "older_challenge":
      return view(phase.challenge, []);
    case "mfa":
      return view({ ...phase, expiresAt: null, attemptsLeft: phase.triesLeft }, []);
  }
}

function view(challenge: Omit<ShownChallenge, "id">, alternatives: ChallengeKind[]): Challenge {
  return {
    kind: challenge.type,
    destination: null,
    expiresAt: challenge.expiresAt,
    attemptsLeft: challenge.type === "prompt" ? null : challenge.attemptsLeft,
    alternatives,
    url: null,
    lastCodeRejected: challenge.lastCodeRejected,
  };
}
