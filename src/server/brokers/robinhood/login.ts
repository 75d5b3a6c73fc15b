import type { LoginEvent, LoginInput, LoginState, LoginStep } from "@/server/brokers/broker";
import { BrokerError } from "@/server/brokers/broker-error";
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
import { patiently } from "@/server/brokers/robinhood/patience";
import { revokeSession } from "@/server/brokers/robinhood/session-calls";
import { sessionFromReply, type TokenReply } from "@/server/brokers/robinhood/token-reply";
import { requestToken } from "@/server/brokers/robinhood/token-request";

const throttledPollMs = 30_000;

/** Sends the credentials once and takes the login as far as it goes without the person. */
export async function startLogin(ctx: RobinhoodContext, input: LoginInput): Promise<LoginStep> {
  const login = beginLogin(input, ctx.random.uuid());
  const token = await requestToken(ctx, login.grant);
  if (token.kind === "session") return connect(ctx, login, token.reply);
  const run = runOf(ctx, { ...login, challenged: true });
  if (token.kind === "workflow") return findChallenge(run, token.workflowId);
  if (token.kind === "mfa_required") return beginMfa(run, token.type);
  const { id, type, expiresAt, attemptsLeft } = token.challenge;
  const challenge = { id, type, expiresAt, attemptsLeft, lastCodeRejected: false };
  return waiting(run.login, { kind: "older_challenge", challenge });
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
  if (event.kind === "poll") return poll(run, phase);
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
    finish: async (next, proof = {}) => {
      const token = await requestToken(ctx, next.grant, proof);
      if (token.kind === "session") return connect(ctx, next, token.reply);
      if (token.kind === "mfa_required" && proof.mfaCode !== undefined) {
        throw ending("AUTH_CODE_REJECTED", "token", true);
      }
      // An approval is good for one token: asking for another one would go round for ever.
      throw ending("AUTH_LOGIN_REFUSED", "token", true);
    },
  };
}

async function poll(run: LoginRun, phase: LoginPhase): Promise<LoginStep> {
  if (phase.kind !== "challenge") return waiting(run.login, phase);
  try {
    return await pollChallenge(run, phase);
  } catch (error) {
    const throttled =
      error instanceof BrokerError && error.code === "AUTH_RATE_LIMITED" && error.safeToRepeat;
    if (!throttled) throw error;
    const seconds = error.retryAfterSeconds;
    return waiting(run.login, phase, seconds === undefined ? throttledPollMs : seconds * 1000);
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
  }
}

/** Reads whose session it is. Where that cannot be told the session is ended again: nobody would hold it. */
async function connect(ctx: RobinhoodContext, login: RobinhoodLogin, reply: TokenReply): Promise<LoginStep> {
  const session = sessionFromReply(reply, login.grant, ctx.clock.now(), null);
  try {
    const accounts = await patiently(ctx, () => listAccounts(ctx, session));
    const identity = identityOf(reply.user_uuid ?? null, accounts);
    return { kind: "connected", session, identity, challenged: login.challenged };
  } catch (error) {
    // What went wrong is told, not whether the revocation went through.
    await revokeSession(ctx, session).catch(() => undefined);
    throw error;
  }
}
