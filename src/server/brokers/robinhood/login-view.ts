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

/** A login that waits: for the person, where a challenge is shown, else for the broker. */
export function waiting(login: RobinhoodLogin, phase: LoginPhase, pollAfterMs = pollIntervalMs): LoginStep {
  const challenge = challengeOf(phase);
  const onlyPerson = challenge !== null && challenge.kind !== "prompt";
  return {
    kind: "waiting",
    challenge,
    state: toLoginState(login, phase),
    pollAfterMs: onlyPerson ? null : Math.max(pollAfterMs, pollIntervalMs),
  };
}

function challengeOf(phase: LoginPhase): Challenge | null {
  switch (phase.kind) {
    case "workflow":
    case "identify":
      return null;
    case "challenge":
      return phase.answered ? null : view(phase.challenge, phase.textOffered ? ["sms"] : []);
    case "older_challenge":
      return view(phase.challenge, []);
    case "mfa":
      return view(
        {
          id: "mfa",
          type: phase.type,
          expiresAt: null,
          attemptsLeft: phase.triesLeft,
          lastCodeRejected: phase.lastCodeRejected,
        },
        [],
      );
  }
}

function view(challenge: ShownChallenge, alternatives: ChallengeKind[]): Challenge {
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
