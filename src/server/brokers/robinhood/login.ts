import type { LoginEvent, LoginInput, LoginState, LoginStep } from "@/server/brokers/broker";
import { BrokerError } from "@/server/brokers/broker-error";
import { decodeBrokerSession, encodeBrokerSession } from "@/server/brokers/broker-session-secrets";
import { listAccounts } from "@/server/brokers/robinhood/accounts";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import { identityOf } from "@/server/brokers/robinhood/identity";
import { answerChallenge, pollChallenge, switchToText } from "@/server/brokers/robinhood/login-challenge";
import { ending } from "@/server/brokers/robinhood/login-ending";
import { beginLogin } from "@/server/brokers/robinhood/login-input";
import { answerMfa, answerOlderChallenge, beginMfa } from "@/server/brokers/robinhood/login-older-flows";
import type { LoginRun } from "@/server/brokers/robinhood/login-run";
import {
  type LoginPhase,
  parseLoginState,
  type RobinhoodLogin,
} from "@/server/brokers/robinhood/login-state";
import { waiting } from "@/server/brokers/robinhood/login-view";
import { findChallenge } from "@/server/brokers/robinhood/login-workflow";
import { sessionFromReply } from "@/server/brokers/robinhood/token-reply";
import { requestToken, type TokenAnswer } from "@/server/brokers/robinhood/token-request";
import { Secret } from "@/shared/secret";

/** So many looks for the challenge at pathfinder before identi is asked. */
const viewsBeforeIdenti = 4;

/** Sends the credentials once and takes the login as far as it goes without the person. */
export async function startLogin(ctx: RobinhoodContext, input: LoginInput): Promise<LoginStep> {
  const login = beginLogin(input, ctx.random.uuid());
  return afterToken(ctx, login, await requestToken(ctx, login.grant));
}

/**
 * Goes on with a waiting login. A poll that the broker throttles stays waiting for as long as it says; other
 * failures of a poll are thrown, with `safeToRepeat` where the same state may be polled again.
 */
export async function continueLogin(
  ctx: RobinhoodContext,
  state: LoginState,
  event: LoginEvent,
): Promise<LoginStep> {
  const { login, phase } = parseLoginState(state);
  const run = runOf(ctx, login);
  if (event.kind === "poll") return takeStep(run, phase, isThrottled);
  if (event.kind === "code") return answer(run, phase, event.code.reveal());
  if (event.kind === "switch" && event.to === "sms" && phase.kind === "challenge" && phase.textOffered) {
    return switchToText(run, phase);
  }
  throw ending("API_CONFLICT", "login_event");
}

function runOf(ctx: RobinhoodContext, login: RobinhoodLogin): LoginRun {
  return {
    ctx,
    login,
    enter: (phase, next) => takeStep(runOf(ctx, next), phase, isRepeatable),
    finish: async (proof, next) => {
      const token = await requestToken(ctx, next.grant, proof);
      if (token.kind === "mfa_required" && proof.mfaCode !== undefined) {
        throw ending("AUTH_CODE_REJECTED", "token", true);
      }
      // An approval is good for one token: asking for another one would go round for ever.
      if (token.kind !== "session") throw ending("AUTH_LOGIN_REFUSED", "token", true);
      return afterToken(ctx, next, token);
    },
  };
}

async function afterToken(
  ctx: RobinhoodContext,
  login: RobinhoodLogin,
  token: TokenAnswer,
): Promise<LoginStep> {
  if (token.kind === "session") {
    const session = sessionFromReply(token.reply, login.grant, ctx.clock.now(), null);
    const phase: LoginPhase = {
      kind: "identify",
      session: encodeBrokerSession(session).reveal(),
      userId: token.reply.user_uuid ?? null,
    };
    return runOf(ctx, login).enter(phase, login);
  }
  const run = runOf(ctx, { ...login, challenged: true });
  if (token.kind === "mfa_required") return beginMfa(run, token.type);
  if (token.kind === "challenge") {
    const { id, type, expiresAt, attemptsLeft } = token.challenge;
    const challenge = { id, type, expiresAt, attemptsLeft, lastCodeRejected: false };
    return waiting(run.login, { kind: "older_challenge", challenge });
  }
  const { workflowId } = token;
  const phase: LoginPhase = { kind: "workflow", workflowId, machineId: null, viewsLeft: viewsBeforeIdenti };
  return run.enter(phase, run.login);
}

type Tolerance = (error: BrokerError) => boolean;

const isRepeatable: Tolerance = (error) => error.safeToRepeat;
const isThrottled: Tolerance = (error) =>
  error.safeToRepeat && (error.code === "AUTH_RATE_LIMITED" || error.code === "API_RATE_LIMITED");

const throttledPollMs = 30_000;

async function takeStep(run: LoginRun, phase: LoginPhase, tolerate: Tolerance): Promise<LoginStep> {
  try {
    return await stepOf(run, phase);
  } catch (error) {
    if (!(error instanceof BrokerError) || !tolerate(error)) throw error;
    const seconds = error.retryAfterSeconds;
    if (seconds !== undefined) return waiting(run.login, phase, seconds * 1000);
    return isThrottled(error) ? waiting(run.login, phase, throttledPollMs) : waiting(run.login, phase);
  }
}

async function stepOf(run: LoginRun, phase: LoginPhase): Promise<LoginStep> {
  switch (phase.kind) {
    case "workflow":
      return findChallenge(run, phase);
    case "challenge":
      return pollChallenge(run, phase);
    case "identify":
      return identify(run, phase);
    default:
      return waiting(run.login, phase);
  }
}

function answer(run: LoginRun, phase: LoginPhase, code: string): Promise<LoginStep> {
  switch (phase.kind) {
    case "challenge":
      return answerChallenge(run, phase, code);
    case "mfa":
      return answerMfa(run, phase, code);
    case "older_challenge":
      return answerOlderChallenge(run, phase, code);
    default:
      return Promise.reject(ending("API_CONFLICT", "login_event"));
  }
}

async function identify(
  { ctx, login }: LoginRun,
  phase: Extract<LoginPhase, { kind: "identify" }>,
): Promise<LoginStep> {
  const session = decodeBrokerSession(new Secret(phase.session));
  const identity = identityOf(phase.userId, await listAccounts(ctx, session));
  return { kind: "connected", session, identity, challenged: login.challenged };
}
