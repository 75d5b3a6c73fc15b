import { continueLogin } from "@/server/services/connections/continue-login";
import { endLogin } from "@/server/services/connections/end-login";
import { brokerOf, talksToItsHosts } from "@/server/services/connections/load-connection";
import type { ServiceContext } from "@/server/services/service-context";
import { systemContext } from "@/server/services/system-context";
import type { LoginAttemptRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";

/** A broker may accept a code a little after the end it told; after this the challenge is over for sure. */
const CHALLENGE_GRACE_MS = 15_000;

/** What an open login needs now. Pure. */
export function dueWork(
  attempt: LoginAttemptRecord,
  now: Date,
): "nothing" | "poll" | "deadline" | "interrupted" {
  if (attempt.leaseUntil !== null && attempt.leaseUntil > now) {
    return "nothing";
  }
  // Whoever leaves a step frees its lease: one that lapsed is of a process that died, and a poll too may have sent
  // the credentials.
  if (attempt.step !== "waiting_for_person" || attempt.leaseUntil !== null) {
    return "interrupted";
  }
  if (endOf(attempt) <= now) {
    return "deadline";
  }
  return attempt.pollAt !== null && attempt.pollAt <= now ? "poll" : "nothing";
}

/** When an open login needs attention next. Pure. */
export function dueAt(attempt: LoginAttemptRecord): Date {
  const times = [endOf(attempt), attempt.pollAt, attempt.leaseUntil].filter((time) => time !== null);
  return new Date(Math.min(...times.map((time) => time.getTime())));
}

function endOf(attempt: LoginAttemptRecord): Date {
  const expiresAt = attempt.challenge?.expiresAt;
  const challengeEndMs =
    expiresAt === undefined || expiresAt === null
      ? Number.POSITIVE_INFINITY
      : new Date(expiresAt).getTime() + CHALLENGE_GRACE_MS;
  return new Date(Math.min(attempt.deadlineAt.getTime(), challengeEndMs));
}

/**
 * Takes every open login one step further that needs it: polls prompts, ends what is past its deadline, and ends
 * what a dead process left in mid-call. Several processes may do this at once. Resolves to the time of the next
 * need, or null when no login is open.
 */
export async function driveLogins(ctx: ServiceContext): Promise<Date | null> {
  const before = await ctx.storage.loginAttempts.open();
  if (before.length === 0) {
    return null;
  }
  await Promise.all(before.map((attempt) => driveLogin(systemContext(ctx), attempt)));
  const after = await ctx.storage.loginAttempts.open();
  const times = after.map((attempt) => dueAt(attempt).getTime());
  return times.length === 0 ? null : new Date(Math.min(...times));
}

/** Takes one open login a step further, if it needs it. What another process makes of it meanwhile counts. */
export async function driveLogin(ctx: ServiceContext, attempt: LoginAttemptRecord): Promise<void> {
  const due = dueWork(attempt, ctx.clock.now());
  if (due === "nothing") {
    return;
  }
  try {
    const connection = await ctx.storage.connections.byId(attempt.connectionId);
    if (connection === null) {
      return;
    }
    const reachable = talksToItsHosts(connection, brokerOf(ctx, connection.broker));
    if (due === "poll" && reachable) {
      await continueLogin(ctx, connection, attempt.id, { kind: "poll" });
      return;
    }
    await ctx.storage.transaction((tx) => endLogin(ctx, tx, attempt, due === "poll" ? "interrupted" : due));
    ctx.feed.changed(attempt.ownerId);
  } catch (error) {
    // Another process or the person was first: the next round sees what they made of it.
    if (!(error instanceof AppError && error.code === "API_CONFLICT")) {
      ctx.log.error({ err: error, loginId: attempt.id }, "a login in progress could not be driven on");
    }
  }
}
