import { noteFlight } from "@/server/services/flight-recorder/record-flight";
import type { ServiceContext } from "@/server/services/service-context";
import type { CallKind } from "@/server/services/upstream/call-kind";
import { callFacts, type GatedCall } from "@/server/services/upstream/gated-call";
import { requestLimit } from "@/server/services/upstream/request-limit";
import {
  allowRequest,
  historyLimits,
  type RequestLimits,
  readingLimits,
  recentRequests,
  sessionLimits,
  timeUntilReset,
} from "@/server/services/upstream/request-window";
import type { RequestWindowRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";

const LONGEST_WAIT_MS = 60_000;

const LIMITS: Record<CallKind, (perMinute: number) => RequestLimits> = {
  login: sessionLimits,
  refresh: sessionLimits,
  logout: sessionLimits,
  read: readingLimits,
  history: historyLimits,
  trade: readingLimits,
};

/** Somebody waits for these, and an order must not go out a minute after it was wanted. */
const AT_ONCE: ReadonlySet<CallKind> = new Set(["read", "trade"]);

/**
 * Takes a place in the connection's window of requests, which all processes share; `seen` is the window as it was
 * just now. A read, and what changes something, finds a place at once or is refused; all other kinds wait for one, 60 s
 * at most. Throws API_BUDGET_SPENT.
 */
export async function takePlace(
  ctx: ServiceContext,
  call: GatedCall,
  seen: RequestWindowRecord | null,
): Promise<void> {
  const perMinute = requestLimit(ctx, call.connection.broker);
  const limits = LIMITS[call.kind](perMinute);
  if (seen !== null && (await takeUndisputed(ctx, seen, limits))) {
    return;
  }
  const patienceMs = AT_ONCE.has(call.kind) ? 0 : LONGEST_WAIT_MS;
  let waitedMs = 0;
  for (;;) {
    const waitMs = await takeInTurn(ctx, call.connection.id, limits);
    if (waitMs === 0) {
      return;
    }
    waitedMs += waitMs;
    if (waitedMs > patienceMs) {
      throw new AppError("API_BUDGET_SPENT", undefined, { retryAfterSeconds: Math.ceil(waitMs / 1000) });
    }
    await noteFlight(ctx, call.connection.id, "wait", { reason: "budget", waitMs, ...callFacts(call) });
    await ctx.clock.sleep(waitMs);
  }
}

/** One conditional write: false where another was faster, or there is no place and the row must be held to say so. */
async function takeUndisputed(
  ctx: ServiceContext,
  seen: RequestWindowRecord,
  limits: RequestLimits,
): Promise<boolean> {
  const now = ctx.clock.now();
  const recent = recentRequests(seen.sentAt, now.getTime());
  return (
    allowRequest(recent, now.getTime(), limits) &&
    ctx.storage.requestWindows.replace(seen, { ...seen, sentAt: [...recent, now.getTime()], updatedAt: now })
  );
}

/**
 * Milliseconds until another try makes sense; 0 when the place was taken. Callers stand in a line for the row: each
 * finds what the one before it left.
 */
async function takeInTurn(ctx: ServiceContext, connectionId: string, limits: RequestLimits): Promise<number> {
  return ctx.storage.transaction(async (tx) => {
    const now = ctx.clock.now();
    const nowMs = now.getTime();
    const { sentAt } = await tx.requestWindows.hold(connectionId, now);
    const recent = recentRequests(sentAt, nowMs);
    const taken = allowRequest(recent, nowMs, limits) ? [...recent, nowMs] : recent;
    // Written on a refusal too: what lay ahead of a clock that went back must begin to age.
    await tx.requestWindows.put({ connectionId, sentAt: taken, updatedAt: now });
    return taken === recent ? timeUntilReset(recent, nowMs, limits) : 0;
  });
}
