import { answerChallenge } from "@/server/services/connections/answer-challenge";
import { cancelLogin } from "@/server/services/connections/cancel-login";
import { driveLogin, dueAt } from "@/server/services/connections/drive-logins";
import { getConnection } from "@/server/services/connections/get-connection";
import { startLogin } from "@/server/services/connections/start-login";
import { switchChallenge } from "@/server/services/connections/switch-challenge";
import type { ServiceContext } from "@/server/services/service-context";
import { systemContext } from "@/server/services/system-context";
import { AppError } from "@/shared/app-error";
import type { ErrorCode } from "@/shared/error-codes";
import type { Challenge, ChallengeKind } from "@/shared/schemas/challenge";
import type { ChallengeAnswer, ConnectionView, StartLoginInput } from "@/shared/schemas/connection";
import type { Secret } from "@/shared/secret";

/** What a person makes of a challenge. */
export type ChallengeReply =
  | { readonly kind: "answer"; readonly answer: ChallengeAnswer }
  | { readonly kind: "switch"; readonly to: ChallengeKind }
  /** Nobody is there to answer: the login is cancelled. */
  | { readonly kind: "give_up" };

/** A challenge as it stands, and how long there is. */
export interface AskedChallenge {
  readonly challenge: Challenge;
  /** End of the challenge or, where the broker does not tell, of the login. */
  readonly endsAt: Date;
  /** Aborted as soon as the challenge is over, however it ended: then no reply is needed any more. */
  readonly signal: AbortSignal;
}

export interface LoginListener {
  /**
   * The broker waits for the person. Called for each challenge once, and again when a code was refused and another
   * may be tried. Of `prompt`, `redirect` and `gateway` the loop finds out by itself how they end; a promise that
   * only resolves with a switch, or never, is right there.
   */
  challenge(asked: AskedChallenge): Promise<ChallengeReply>;
}

export type LoginOutcome =
  | { readonly kind: "connected"; readonly connection: ConnectionView }
  | { readonly kind: "failed"; readonly connection: ConnectionView; readonly code: ErrorCode }
  | { readonly kind: "cancelled"; readonly connection: ConnectionView }
  /** The listener gave up on this challenge. */
  | { readonly kind: "person_needed"; readonly connection: ConnectionView; readonly challenge: Challenge };

/** How often the database is asked whether another process moved the login. */
const LOOK_EVERY_MS = 1000;
const CANCEL_TRIES = 5;

/**
 * Signs in at the broker and takes the login to its end, without a web server: polls as the keeper does, with the
 * same leases, so that a server on the same database may drive the same login. Aborting the signal cancels the login.
 * `device` is an identity that the broker knows. Throws what `startLogin` throws; whatever the broker makes of the login is told by the outcome.
 */
export async function runLogin(
  ctx: ServiceContext,
  input: StartLoginInput,
  listener: LoginListener,
  signal: AbortSignal,
  device?: Secret,
): Promise<LoginOutcome> {
  const before = await newestLogin(ctx, input.connectionId);
  const view = await startLogin(ctx, input, device);
  const newest = await newestLogin(ctx, input.connectionId);
  const loginId = view.login?.id ?? newest?.id;
  if (loginId === undefined || loginId === before?.id) {
    throw new AppError("AUTH_LOGIN_INTERRUPTED");
  }
  return followLogin(ctx, { connectionId: input.connectionId, loginId }, listener, signal);
}

/** Takes a login that is under way, begun by whomever, to its end. Aborting the signal cancels it. */
export async function followLogin(
  ctx: ServiceContext,
  login: { readonly connectionId: string; readonly loginId: string },
  listener: LoginListener,
  signal: AbortSignal,
): Promise<LoginOutcome> {
  const conversation = new Conversation(listener);
  try {
    for (;;) {
      const attempt = await ctx.storage.loginAttempts.openOf(login.connectionId);
      if (attempt?.id !== login.loginId) return await outcomeOf(ctx, login);
      if (signal.aborted) {
        await cancel(ctx, login);
        continue;
      }
      await driveLogin(systemContext(ctx), attempt);
      const view = await getConnection(ctx, login);
      if (view.login?.id !== login.loginId) continue;
      const { challenge, deadlineAt, step } = view.login;
      const isAsked = step === "waiting_for_person" && challenge !== null;
      conversation.tell(isAsked ? challenge : null, new Date(challenge?.expiresAt ?? deadlineAt));
      const reply = await conversation
        .replyWithin(ctx, pauseMs(ctx, dueAt(attempt)), signal)
        .catch(async (error: unknown) => {
          await cancel(ctx, login);
          throw error;
        });
      if (reply?.kind === "give_up" && challenge !== null) {
        await cancel(ctx, login);
        return { kind: "person_needed", connection: await getConnection(ctx, login), challenge };
      }
      if (reply !== null && reply.kind !== "give_up") {
        await send(ctx, login, reply);
        conversation.end();
      }
    }
  } finally {
    conversation.end();
  }
}

function pauseMs(ctx: ServiceContext, due: Date): number {
  return Math.min(LOOK_EVERY_MS, Math.max(0, due.getTime() - ctx.clock.now().getTime()) + 1);
}

/** Tells each challenge to the listener once, and keeps its reply until the loop takes it. */
class Conversation {
  readonly #listener: LoginListener;
  #told = "";
  #over = new AbortController();
  #reply: Promise<ChallengeReply> | null = null;

  constructor(listener: LoginListener) {
    this.#listener = listener;
  }

  tell(challenge: Challenge | null, endsAt: Date): void {
    const key = challenge === null ? "" : JSON.stringify(challenge);
    if (key === this.#told) return;
    this.end();
    this.#told = key;
    if (challenge === null) return;
    this.#over = new AbortController();
    this.#reply = this.#listener.challenge({ challenge, endsAt, signal: this.#over.signal });
    // A reply that nobody waits for any more must not end the process.
    this.#reply.catch(() => {});
  }

  /** The reply, taken once; null when there is none within the time. */
  async replyWithin(
    ctx: ServiceContext,
    durationMs: number,
    signal: AbortSignal,
  ): Promise<ChallengeReply | null> {
    const pause = new AbortController();
    const stop = () => pause.abort();
    signal.addEventListener("abort", stop, { once: true });
    try {
      const slept = ctx.clock.sleep(durationMs, pause.signal).then(() => null);
      const reply = await Promise.race(this.#reply === null ? [slept] : [slept, this.#reply]);
      if (reply !== null) this.#reply = null;
      return reply;
    } finally {
      signal.removeEventListener("abort", stop);
      pause.abort();
    }
  }

  end(): void {
    this.#told = "";
    this.#reply = null;
    this.#over.abort();
  }
}

type LoginRef = { readonly connectionId: string; readonly loginId: string };

/** Hands the reply on, once. Where the login ended or moved meanwhile, the next look tells what came of it. */
async function send(
  ctx: ServiceContext,
  login: LoginRef,
  reply: Exclude<ChallengeReply, { kind: "give_up" }>,
): Promise<void> {
  try {
    if (reply.kind === "switch") await switchChallenge(ctx, { ...login, to: reply.to });
    else await answerChallenge(ctx, { ...login, answer: reply.answer });
  } catch (error) {
    if (!isConflict(error)) throw error;
  }
}

/** Cancels; a poll may be at the login just then, so it is tried again a few times. */
async function cancel(ctx: ServiceContext, login: LoginRef): Promise<void> {
  for (let turn = 1; turn <= CANCEL_TRIES; turn += 1) {
    try {
      await cancelLogin(ctx, login);
      return;
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
    const open = await ctx.storage.loginAttempts.openOf(login.connectionId);
    if (open?.id !== login.loginId) return;
  }
}

const isConflict = (error: unknown): boolean => error instanceof AppError && error.code === "API_CONFLICT";

async function newestLogin(ctx: ServiceContext, connectionId: string) {
  const [newest] = await ctx.storage.loginAttempts.recentOf(connectionId, 1);
  return newest;
}

/** What came of a login that has ended, by its own row: the connection may have fallen back to an earlier session. */
async function outcomeOf(ctx: ServiceContext, login: LoginRef): Promise<LoginOutcome> {
  const connection = await getConnection(ctx, login);
  const attempt = await ctx.storage.loginAttempts.byId(login.loginId);
  if (attempt?.outcome === "succeeded") return { kind: "connected", connection };
  if (attempt?.outcome === "cancelled") return { kind: "cancelled", connection };
  return { kind: "failed", connection, code: attempt?.errorCode ?? "AUTH_LOGIN_INTERRUPTED" };
}
