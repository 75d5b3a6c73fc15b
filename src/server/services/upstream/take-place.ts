import { noteFlight } from "@/server/services/flight-recorder/record-flight";
import type { ServiceContext } from "@/server/services/service-context";
import { callFacts, type GatedCall } from "@/server/services/upstream/gated-call";
import { requestLimit } from "@/server/services/upstream/request-limit";
import {
  allowRequest,
  type RequestLimits,
  readingLimits,
  recentRequests,
  sessionLimits,
  timeUntilReset,
} from "@/server/services/upstream/request-window";
import { AppError } from "@/shared/app-error";

const LONGEST_WAIT_MS = 60_000;

/**
 * Takes a place in the connection's window of requests, which all processes share. A read finds one at once or is
 * refused; login, refresh and logout wait for one, 60 s at most. Throws API_BUDGET_SPENT.
 */
export async function takePlace(ctx: ServiceContext, call: GatedCall): Promise<void> {
  const perMinute = requestLimit(ctx, call.connection.broker);
  const limits = call.kind === "read" ? readingLimits(perMinute) : sessionLimits(perMinute);
  const patienceMs = call.kind === "read" ? 0 : LONGEST_WAIT_MS;
  let waitedMs = 0;
  for (;;) {
    const waitMs = await tryToTake(ctx, call.connection.id, limits);
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

/** Milliseconds until another try makes sense; 0 when the place was taken. */
async function tryToTake(ctx: ServiceContext, connectionId: string, limits: RequestLimits): Promise<number> {
  return (await takeUnhindered(ctx, connectionId, limits)) ? 0 : takeInTurn(ctx, connectionId, limits);
}

/** One read and one conditional write: false where another was faster, or the decision needs the row's lock. */
async function takeUnhindered(
  ctx: ServiceContext,
  connectionId: string,
  limits: RequestLimits,
): Promise<boolean> {
  const seen = await ctx.storage.requestWindows.get(connectionId);
  const now = ctx.clock.now();
  const nowMs = now.getTime();
  if (seen === null || !allowRequest(seen.sentAt, nowMs, limits)) {
    return false;
  }
  const sentAt = [...recentRequests(seen.sentAt, nowMs), nowMs];
  return ctx.storage.requestWindows.replace(seen, { connectionId, sentAt, updatedAt: now });
}

/** The decision under the row's lock, which callers wait for in a line: each finds what the one before it left. */
function takeInTurn(ctx: ServiceContext, connectionId: string, limits: RequestLimits): Promise<number> {
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
