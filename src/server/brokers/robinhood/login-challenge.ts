import type { LoginStep } from "@/server/brokers/broker";
import { BrokerError } from "@/server/brokers/broker-error";
import { readPromptStatus, respond } from "@/server/brokers/robinhood/challenge";
import type { BrokerChallenge } from "@/server/brokers/robinhood/challenge-reply";
import { enterWorkflow, proceedWorkflow, requestText } from "@/server/brokers/robinhood/identi";
import { ending, endingOfStatus } from "@/server/brokers/robinhood/login-ending";
import type { LoginRun } from "@/server/brokers/robinhood/login-run";
import type { ChallengePhase, RobinhoodLogin } from "@/server/brokers/robinhood/login-state";
import { waiting } from "@/server/brokers/robinhood/login-view";
import { oneTimeCode } from "@/server/brokers/robinhood/one-time-code";
import { continueMachine } from "@/server/brokers/robinhood/pathfinder";

/** A prompt past its end is asked about a little longer: the two clocks need not agree. */
const expiryGraceMs = 15_000;

interface WorkflowIds {
  readonly workflowId: string;
  readonly machineId: string | null;
}

/** Takes up a challenge that the broker shows: answers it without the person where that is wanted. */
export async function showChallenge(
  run: LoginRun,
  ids: WorkflowIds,
  shown: BrokerChallenge,
): Promise<LoginStep> {
  const { id, type, expiresAt, attemptsLeft } = shown;
  const phase: ChallengePhase = {
    kind: "challenge",
    ...ids,
    challenge: { id, type, expiresAt, attemptsLeft, lastCodeRejected: false },
    textOffered: type === "prompt",
    answered: false,
  };
  if (shown.status === "validated") return finishAnswered(run, phase);
  const end = endingOfStatus(shown.status, type, "challenge");
  if (end !== null) throw end;
  const automatic = type === "app" ? automaticCode(run) : null;
  return automatic === null
    ? waiting(run.login, phase)
    : answerChallenge({ ...run, login: automatic.login }, phase, automatic.code);
}

/** The code that may answer a request for an app code, and the login in which it is used up. */
export function automaticCode({ ctx, login }: LoginRun): { code: string; login: RobinhoodLogin } | null {
  const used = { ...login, totpSecret: null, mfaCode: null };
  if (login.totpSecret !== null) return { code: oneTimeCode(login.totpSecret, ctx.clock.now()), login: used };
  return login.mfaCode === null ? null : { code: login.mfaCode, login: used };
}

/** Asks the broker whether the person has answered a prompt, or finishes what they have answered. */
export async function pollChallenge(run: LoginRun, phase: ChallengePhase): Promise<LoginStep> {
  const { ctx, login } = run;
  const { challenge } = phase;
  if (phase.answered) return (await finishWorkflow(run, phase)) ?? waiting(login, phase);
  if (challenge.type === "prompt") {
    const status = await readPromptStatus(ctx, challenge.id);
    if (status === "validated") return (await finishWorkflow(run, phase)) ?? waiting(login, phase);
    const end = endingOfStatus(status, challenge.type, "push_status");
    if (end !== null) throw end;
  }
  const graceMs = challenge.type === "prompt" ? expiryGraceMs : 0;
  if (
    challenge.expiresAt !== null &&
    Date.parse(challenge.expiresAt) + graceMs <= ctx.clock.now().getTime()
  ) {
    throw ending("AUTH_CHALLENGE_EXPIRED", "challenge");
  }
  return waiting(login, phase);
}

/** Sends a code once. A wrong one leaves the login waiting while the broker allows another. */
export async function answerChallenge(
  run: LoginRun,
  phase: ChallengePhase,
  code: string,
): Promise<LoginStep> {
  const { challenge } = phase;
  if (phase.answered) return finishAnswered(run, phase);
  if (challenge.type === "prompt") throw ending("API_CONFLICT", "login_event");
  const answer = await respond(run.ctx, challenge.id, code);
  if (answer.accepted) return finishAnswered(run, phase);
  const end = endingOfStatus(answer.status, challenge.type, "challenge_respond");
  if (end !== null) throw end;
  if (answer.attemptsLeft === 0) throw ending("AUTH_CODE_REJECTED", "challenge_respond", true);
  const rejected = { ...challenge, attemptsLeft: answer.attemptsLeft, lastCodeRejected: true };
  return waiting(run.login, { ...phase, challenge: rejected });
}

/** Asks for a text message in place of the prompt; only identi has that (protocol sheet 2.2, step 5). */
export async function switchToText(run: LoginRun, phase: ChallengePhase): Promise<LoginStep> {
  const entered = await enterWorkflow(run.ctx, phase.workflowId);
  const answer = entered.kind === "challenge" ? await requestText(run.ctx, phase.workflowId) : entered;
  if (answer.kind === "approved") return run.finish(run.login);
  if (answer.kind === "ended") throw ending(codeOfEnd(answer.denied), "identi_fallback");
  // Without a text message the prompt is still open; it is not offered a second time.
  if (answer.kind !== "challenge") return waiting(run.login, { ...phase, textOffered: false });
  const ids = { workflowId: phase.workflowId, machineId: phase.machineId };
  return showChallenge(run, ids, answer.challenge);
}

/**
 * Finishes what the person has answered, and keeps that in the state where the broker is not ready: a code is
 * accepted once, so it must not be asked for again.
 */
async function finishAnswered(run: LoginRun, shown: ChallengePhase): Promise<LoginStep> {
  const phase = { ...shown, answered: true };
  try {
    return (await finishWorkflow(run, phase)) ?? waiting(run.login, phase);
  } catch (error) {
    if (!(error instanceof BrokerError) || !error.safeToRepeat) throw error;
    return waiting(run.login, phase, (error.retryAfterSeconds ?? 0) * 1000);
  }
}

/** Continues the workflow where it was shown, then asks for the token once; null while it is still pending. */
async function finishWorkflow(run: LoginRun, phase: ChallengePhase): Promise<LoginStep | null> {
  if (phase.machineId !== null) {
    return (await continueMachine(run.ctx, phase.machineId)) ? run.finish(run.login) : null;
  }
  const answer = await proceedWorkflow(run.ctx, phase.workflowId, phase.challenge.type);
  if (answer.kind === "ended") throw ending(codeOfEnd(answer.denied), "identi_proceed");
  return answer.kind === "approved" ? run.finish(run.login) : null;
}

function codeOfEnd(denied: boolean) {
  return denied ? "AUTH_CHALLENGE_DENIED" : "AUTH_LOGIN_REFUSED";
}
