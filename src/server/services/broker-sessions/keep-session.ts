import { endSession } from "@/server/services/broker-sessions/end-session";
import { keepAliveSession } from "@/server/services/broker-sessions/keep-alive-session";
import { nextProbeAt } from "@/server/services/broker-sessions/look-again";
import { refreshSession } from "@/server/services/broker-sessions/refresh-session";
import { SESSION_LEASE_MS } from "@/server/services/broker-sessions/renewal";
import { restoreSession } from "@/server/services/broker-sessions/restore-session";
import {
  keepAtAfterPause,
  keepAtOf,
  type UpkeepTask,
  upkeepPlan,
} from "@/server/services/broker-sessions/session-upkeep";
import { tellDeadline } from "@/server/services/broker-sessions/tell-deadline";
import { upkeepPolicyOf } from "@/server/services/broker-sessions/upkeep-policy";
import { finishDisconnect } from "@/server/services/connections/disconnect";
import { talksToItsHosts } from "@/server/services/connections/load-connection";
import { noteFlight } from "@/server/services/flight-recorder/record-flight";
import type { ServiceContext } from "@/server/services/service-context";
import type { BrokerSessionRecord, ConnectionRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";

const MINUTE_MS = 60_000;
/** Another process takes a session up after this time when the one that claimed it died. */
const CLAIM_MS = 5 * MINUTE_MS;
/** What is still due after it was done is due again after this time, not at once. */
const AGAIN_MS = MINUTE_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What the keeper can do; `restore` is the probe of a session whose broker had trouble. */
type KeeperTask = UpkeepTask | "restore";

/** In which order due tasks are done: a renewal may move the deadline, and a notice costs nothing. */
const ORDER: readonly KeeperTask[] = ["expire", "refresh", "keep_alive", "deadline_notice", "restore"];

/** What waits while the pause after a failure lasts. */
const ASKS_BROKER: readonly KeeperTask[] = ["refresh", "keep_alive"];

type Act = (
  ctx: ServiceContext,
  connection: ConnectionRecord,
  session: BrokerSessionRecord,
) => Promise<unknown>;

const ACTS: Record<KeeperTask, Act> = {
  expire: (ctx, connection, session) => endSession(ctx, connection, session, "AUTH_SESSION_EXPIRED"),
  refresh: (ctx, connection, session) => refreshSession(ctx, connection, session, "keeper"),
  keep_alive: (ctx, connection, session) => keepAliveSession(ctx, connection, session),
  deadline_notice: (ctx, connection, session) => tellDeadline(ctx, connection, session),
  restore: (ctx, connection) => restoreSession(ctx, connection),
};

/**
 * Does what is due for one session, if no other process claimed it. Never throws: the verbs note their failures and
 * when to try again; an error of our own is logged and the session taken up again when the claim is over.
 */
export async function keepSession(ctx: ServiceContext, due: BrokerSessionRecord): Promise<void> {
  // What a person wanted ended is not left for long, whoever dies of it.
  const claimMs = due.status === "invalid" ? SESSION_LEASE_MS : CLAIM_MS;
  const claimedAt = new Date(ctx.clock.now().getTime() + claimMs);
  try {
    if (due.keepAt === null || !(await ctx.storage.brokerSessions.claimKeep(due.id, due.keepAt, claimedAt))) {
      return;
    }
    const nextAt = await keepClaimed(ctx, due);
    // A verb that set the time itself knows better: then this matches nothing.
    await ctx.storage.brokerSessions.claimKeep(due.id, claimedAt, nextAt);
  } catch (error) {
    ctx.log.error({ err: error, sessionId: due.id }, "a broker session could not be kept");
  }
}

async function keepClaimed(ctx: ServiceContext, { id, connectionId }: BrokerSessionRecord): Promise<Date> {
  const done = new Set<KeeperTask>();
  for (;;) {
    const now = ctx.clock.now();
    const connection = await ctx.storage.connections.byId(connectionId);
    const session = await ctx.storage.brokerSessions.byId(id);
    if (session?.status === "invalid" && connection !== null) {
      await noteFlight(ctx, connection.id, "keeper", { task: "disconnect" });
      await finishDisconnect(ctx, connection);
      return new Date(now.getTime() + DAY_MS);
    }
    if (session === null || connection?.status !== "connected") {
      return new Date(now.getTime() + DAY_MS);
    }
    const broker = ctx.brokers[connection.broker];
    if (broker === undefined || !talksToItsHosts(connection, broker)) {
      return new Date(now.getTime() + HOUR_MS);
    }
    const task = nextTask(ctx, connection, session, done);
    if (task === null) {
      return nextLook(ctx, connection, session, now);
    }
    done.add(task);
    await noteFlight(ctx, connection.id, "keeper", { task });
    await attempt(ctx, ACTS[task], connection, session);
  }
}

function nextTask(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  session: BrokerSessionRecord,
  done: ReadonlySet<KeeperTask>,
): KeeperTask | null {
  const now = ctx.clock.now();
  const paused = pauseOf(connection, now) !== null;
  const due = new Set<KeeperTask>(
    upkeepPlan(session, upkeepPolicyOf(ctx, connection.broker))
      .filter(({ task, at }) => at <= now && !(paused && ASKS_BROKER.includes(task)))
      .map(({ task }) => task),
  );
  // Nothing asks for a look at this time but what was left before: trouble that may be over, or a lost answer.
  const left = connection.health === "degraded" || session.exchangePendingAt !== null;
  if (due.size === 0 && done.size === 0 && !paused && left) {
    due.add("restore");
  }
  return ORDER.find((task) => due.has(task) && !done.has(task)) ?? null;
}

/** The end of the pause after a failure, in which the broker is not asked; null when there is none. */
function pauseOf({ nextAttemptAt }: ConnectionRecord, now: Date): Date | null {
  return nextAttemptAt !== null && nextAttemptAt > now ? nextAttemptAt : null;
}

function nextLook(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  session: BrokerSessionRecord,
  now: Date,
): Date {
  const policy = upkeepPolicyOf(ctx, connection.broker);
  const pause = pauseOf(connection, now);
  const planned = pause === null ? keepAtOf(session, policy) : keepAtAfterPause(session, policy, pause);
  const probe = pause === null ? nextProbeAt(connection, now) : null;
  const marked = session.exchangePendingAt === null ? null : (pause ?? now);
  const times = [planned, probe, marked, new Date(now.getTime() + DAY_MS)]
    .filter((time) => time !== null)
    .map((time) => (time > now ? time.getTime() : now.getTime() + AGAIN_MS));
  return new Date(Math.min(...times));
}

async function attempt(
  ctx: ServiceContext,
  act: Act,
  connection: ConnectionRecord,
  session: BrokerSessionRecord,
): Promise<void> {
  try {
    await act(ctx, connection, session);
  } catch (error) {
    if (!(error instanceof AppError) || error.code.startsWith("STORAGE_")) {
      throw error;
    }
  }
}
