import { CredentialsError } from "@/env";
import { type LoginListener, type LoginOutcome, runLogin } from "@/headless/login-run";
import { noteRefused, requireUnrefused } from "@/headless/refused-credentials";
import {
  type CacheLook,
  lookAtCache,
  restoreFromCache,
  type SessionCache,
  writeToCache,
} from "@/headless/session-cache";
import { recordEvent } from "@/server/services/audit/record-event";
import { restoreSession } from "@/server/services/broker-sessions/restore-session";
import { disconnect } from "@/server/services/connections/disconnect";
import { brokerOf, loadConnection, talksToItsHosts } from "@/server/services/connections/load-connection";
import { requireUser } from "@/server/services/permit";
import { isAlone } from "@/server/services/processes/is-alone";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import type { ErrorCode } from "@/shared/error-codes";
import type { Secret } from "@/shared/secret";
import type { HeadlessSettings } from "@/shared/settings/headless-settings";

export interface SignInAlone {
  readonly connectionId: string;
  readonly settings: HeadlessSettings;
  readonly cache: SessionCache | null;
  /** Answers challenges, or gives up. */
  readonly listener: LoginListener;
  readonly signal: AbortSignal;
  /** Asks a person for credentials that are not in the environment. Without it they are an error. */
  readonly ask?: (() => Promise<Record<string, string>>) | undefined;
}

/** How the session came about, or that it did not. */
export interface SignedInAlone {
  readonly how: "stored" | "session_file" | "login";
  /** Null where the session was there already. */
  readonly outcome: LoginOutcome | null;
  readonly warnings: readonly string[];
  /** Why the session file does not hold the session; null where it does, or none is wanted. */
  readonly fileProblem: string | null;
  /** The session file can't be read here: whoever can may need it, so it must never be written over. */
  readonly isFileLocked: boolean;
}

/**
 * The start of a bot as the authentication specification has it: the stored session if the broker still accepts it, else
 * the one of the session file, else one login with the credentials of the environment; then the file is written. Where
 * sessions are not kept (`SESSION_CACHE_ENABLED`) it is always a login, unless a live process has a session. Throws
 * `CredentialsError` before anything is sent, the broker's trouble, and what `startLogin` throws.
 */
export async function signInAlone(ctx: ServiceContext, wanted: SignInAlone): Promise<SignedInAlone> {
  const { connectionId } = wanted;
  const cache = ctx.settings.keepsSessions ? wanted.cache : null;
  await endLeft(ctx, connectionId);
  const isStored = await isStoredGood(ctx, connectionId);
  const look = cache === null ? null : await lookAtCache(ctx, connectionId, cache);
  if (isStored || cache === null || !look?.saved) {
    const outcome = isStored ? null : await signIn(ctx, wanted, look?.deviceToken ?? null);
    return finish(ctx, wanted, cache, look, { how: isStored ? "stored" : "login", outcome, warnings: [] });
  }
  const problem = await restoreFromCache(ctx, connectionId, cache, look.saved);
  if (problem === null) {
    const after = await lookAtCache(ctx, connectionId, cache);
    return finish(ctx, wanted, cache, after, { how: "session_file", outcome: null, warnings: [] });
  }
  const isOver = problem.code === "AUTH_SESSION_EXPIRED";
  const warnings = isOver ? [] : [`The session in ${cache.path} was not used: ${problem.message}.`];
  const outcome = await signIn(ctx, wanted, isOver ? look.deviceToken : null);
  return finish(ctx, wanted, cache, look, { how: "login", outcome, warnings });
}

/** The connection's session, where sessions are not kept and it is of a run that is over. */
async function endLeft(ctx: ServiceContext, connectionId: string): Promise<void> {
  if (ctx.settings.keepsSessions || !(await isAlone(ctx))) return;
  if ((await ctx.storage.brokerSessions.byConnection(connectionId)) === null) return;
  await disconnect(ctx, { connectionId, forgetCredentials: false });
}

/** Writes the file where there is a session that it does not hold yet, and it may be written over. */
async function finish(
  ctx: ServiceContext,
  { connectionId }: SignInAlone,
  cache: SessionCache | null,
  look: CacheLook | null,
  done: Pick<SignedInAlone, "how" | "outcome" | "warnings">,
): Promise<SignedInAlone> {
  const warnings = [...(look?.warnings ?? []), ...done.warnings];
  const ended = { ...done, warnings, isFileLocked: typeof look?.locked === "string" };
  const isSignedIn = done.outcome === null || done.outcome.kind === "connected";
  const isCurrent = done.outcome === null && look?.isCurrent === true;
  if (cache === null || look === null || !isSignedIn || isCurrent) return { ...ended, fileProblem: null };
  return { ...ended, fileProblem: look.locked ?? (await writeToCache(ctx, connectionId, cache)) };
}

/** What only a login mends. With any other failure a login would not go better. */
const OVER: readonly ErrorCode[] = ["AUTH_SESSION_EXPIRED", "AUTH_REFRESH_ANSWER_LOST", "STORAGE_READ_ERROR"];

/** Asks the broker whether the stored session is good. Its trouble is thrown. */
async function isStoredGood(ctx: ServiceContext, connectionId: string): Promise<boolean> {
  const before = await own(ctx, connectionId);
  const isElsewhere = !talksToItsHosts(before, brokerOf(ctx, before.broker));
  if (before.status !== "connected" || isElsewhere) return false;
  const failure = await restoreSession(ctx, before);
  if (failure !== null && !OVER.includes(failure.code)) throw failure;
  // One that could not be renewed may still serve until it ends.
  return (await own(ctx, connectionId)).status === "connected";
}

function own(ctx: ServiceContext, connectionId: string): Promise<ConnectionRecord> {
  return loadConnection(ctx.storage, requireUser(ctx).userId, connectionId);
}

async function signIn(
  ctx: ServiceContext,
  { connectionId, settings, listener, signal, ask }: SignInAlone,
  ofFile: Secret | null,
): Promise<LoginOutcome> {
  const isAsked = ask !== undefined && (settings.username === undefined || settings.password === undefined);
  const credentials = isAsked ? await ask() : credentialsOf(settings);
  const { broker, lastConnectedAt } = await own(ctx, connectionId);
  if (!isAsked) await requireUnrefused(ctx, broker, settings);
  // A connection that signed in before has a device of its own, which the broker knows.
  const device = settings.deviceToken ?? (lastConnectedAt === null ? ofFile : null);
  const ended = await runLogin(ctx, { connectionId, credentials }, listener, signal, device ?? undefined);
  const outcome = await asRefusal(ctx, ended);
  if (outcome.kind === "failed" && !isAsked) await noteRefused(ctx, broker, settings, outcome.code);
  return outcome;
}

/** A login that was given up after the broker refused the code of the secret: nobody is there to type another. */
async function asRefusal(ctx: ServiceContext, ended: LoginOutcome): Promise<LoginOutcome> {
  if (ended.kind !== "person_needed" || !ended.challenge.lastCodeRejected) return ended;
  const { connection } = ended;
  const code = "AUTH_CODE_REJECTED";
  await ctx.storage.transaction((tx) =>
    recordEvent(ctx, tx, {
      type: "CHALLENGE_FAILED",
      outcome: "failure",
      targetId: connection.id,
      details: { code, challenge: ended.challenge.kind },
    }),
  );
  return { kind: "failed", connection, code };
}

/** The values of the login form. Throws `CredentialsError` that names each missing variable. */
function credentialsOf({
  username,
  password,
  mfaSecret,
  oneTimeCode,
}: HeadlessSettings): Record<string, string> {
  if (username === undefined || password === undefined) {
    const missing = [
      ...(username === undefined ? ["ROBINHOOD_USERNAME"] : []),
      ...(password === undefined ? ["ROBINHOOD_PASSWORD"] : []),
    ];
    throw new CredentialsError([`Missing required credentials: ${missing.join(" and ")}.`]);
  }
  return {
    username: username.reveal(),
    password: password.reveal(),
    ...(mfaSecret === undefined ? {} : { mfaSecret: mfaSecret.reveal() }),
    ...(oneTimeCode === undefined ? {} : { mfaCode: oneTimeCode.reveal() }),
  };
}
