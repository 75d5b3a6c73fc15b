import type { LoginStep } from "@/server/brokers/broker";
import { BrokerError } from "@/server/brokers/broker-error";
import { respond } from "@/server/brokers/robinhood/challenge";
import { automaticCode } from "@/server/brokers/robinhood/login-challenge";
import { ending, endingOfStatus } from "@/server/brokers/robinhood/login-ending";
import type { LoginRun } from "@/server/brokers/robinhood/login-run";
import type { LoginPhase } from "@/server/brokers/robinhood/login-state";
import { waiting } from "@/server/brokers/robinhood/login-view";

type MfaPhase = Extract<LoginPhase, { kind: "mfa" }>;
type OlderChallengePhase = Extract<LoginPhase, { kind: "older_challenge" }>;

/** Each wrong code repeats the password, and the third failed login locks the account: no more than two. */
const mfaTries = 2;

/** `mfa_required` (protocol sheet 3): the same request is sent again with a code. */
export async function beginMfa(run: LoginRun, type: "app" | "sms"): Promise<LoginStep> {
  const phase: MfaPhase = { kind: "mfa", type, triesLeft: mfaTries, lastCodeRejected: false };
  const automatic = type === "app" ? automaticCode(run) : null;
  if (automatic === null) return waiting(run.login, phase);
  return answerMfa({ ...run, login: automatic.login }, phase, automatic.code);
}

export async function answerMfa(run: LoginRun, phase: MfaPhase, code: string): Promise<LoginStep> {
  const { login } = run;
  try {
    return await run.finish(login, { mfaCode: code });
  } catch (error) {
    const rejected = error instanceof BrokerError && error.code === "AUTH_CODE_REJECTED";
    const triesLeft = phase.triesLeft - 1;
    if (!rejected || triesLeft === 0) throw error;
    return waiting(login, { ...phase, triesLeft, lastCodeRejected: true });
  }
}

/** The older challenge (protocol sheet 3): the code is sent to it, then its id goes along with the request. */
export async function answerOlderChallenge(
  run: LoginRun,
  phase: OlderChallengePhase,
  code: string,
): Promise<LoginStep> {
  const { challenge } = phase;
  const answer = await respond(run.ctx, challenge.id, code);
  if (answer.accepted) return run.finish(run.login, { challengeId: challenge.id });
  const end = endingOfStatus(answer.status, challenge.type, "challenge_respond");
  if (end !== null) throw end;
  if (answer.attemptsLeft === 0) throw ending("AUTH_CODE_REJECTED", "challenge_respond", true);
  const rejected = { ...challenge, attemptsLeft: answer.attemptsLeft, lastCodeRejected: true };
  return waiting(run.login, { kind: "older_challenge", challenge: rejected });
}
