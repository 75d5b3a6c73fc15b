import type { CallGate, HttpReplyHead } from "@/server/http/http.port";
import { withinRequest } from "@/server/observability/request-scope";
import { holdFlight, noteFlight } from "@/server/services/flight-recorder/record-flight";
import { requireAccepted } from "@/server/services/install/note-epoch";
import type { ServiceContext } from "@/server/services/service-context";
import { type CallKind, isReading } from "@/server/services/upstream/call-kind";
import { type CallOutcome, outcomeOf, resultOf, verdictOf } from "@/server/services/upstream/call-outcome";
import { noteCall } from "@/server/services/upstream/call-trail";
import { callFacts, type GatedCall } from "@/server/services/upstream/gated-call";
import { retryWaitMs, triesOf } from "@/server/services/upstream/retry-wait";
import {
  type BreakerPass,
  lookAtBreaker,
  takeProbe,
  tellBreaker,
} from "@/server/services/upstream/shared-breaker";
import { takePlace } from "@/server/services/upstream/take-place";
import type { ConnectionRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";
import { codeOf } from "@/shared/code-of";

/**
 * The gate of one connection for one kind of call. Every try passes the broker's breaker and the connection's
 * window, both shared by all processes, and is noted with what came of it. Reads that may be repeated are, as the
 * settings say; a reply that still fails is given as it is. Throws CONN_BROKER_PAUSED or API_BUDGET_SPENT with
 * `retryAfterSeconds` or CONN_RESTORED_COPY where nothing was sent, else what the last try threw.
 */
export function connectionGate(
  ctx: ServiceContext,
  connection: Pick<ConnectionRecord, "id" | "broker">,
  kind: CallKind,
): CallGate {
  const scope = { requestId: ctx.request.id, connectionId: connection.id };
  return {
    pass: (request, send) =>
      withinRequest(scope, async () => {
        const call: GatedCall = { connection, kind, request };
        const tries = triesOf(ctx, kind, request);
        let outcome = await tryOnce(ctx, call, await admit(ctx, call), send);
        for (let failed = 1; failed < tries; failed += 1) {
          const waitMs = retryWaitMs(ctx, request, outcome, failed);
          if (waitMs === null) {
            break;
          }
          await noteFlight(ctx, connection.id, "wait", { reason: "retry", waitMs, ...callFacts(call) });
          await ctx.clock.sleep(waitMs);
          const pass = await admitAgain(ctx, call);
          if (pass === null) {
            break;
          }
          ctx.metrics.count("retry_count", 1, connection.broker);
          if (outcome.kind === "reply") {
            outcome.reply.discard?.();
          }
          outcome = await tryOnce(ctx, call, pass, send);
        }
        return resultOf(outcome);
      }),
  };
}

/** The probe is taken last: waiting for a place must not hold it. */
async function admit(ctx: ServiceContext, call: GatedCall): Promise<BreakerPass> {
  try {
    await requireAccepted(ctx);
    const [pass, seen] = await Promise.all([
      lookAtBreaker(ctx, call),
      ctx.storage.requestWindows.get(call.connection.id),
    ]);
    await takePlace(ctx, call, seen);
    return pass ?? (await takeProbe(ctx, call));
  } catch (error) {
    await noteFlight(ctx, call.connection.id, "call_refused", {
      ...callFacts(call),
      code: codeOf(error),
      retryAfterSeconds: (error instanceof AppError && error.retryAfterSeconds) || null,
    });
    throw error;
  }
}

/** Null where another try is not let out: what the last one brought says more than why there was no other. */
async function admitAgain(ctx: ServiceContext, call: GatedCall): Promise<BreakerPass | null> {
  try {
    return await admit(ctx, call);
  } catch {
    return null;
  }
}

async function tryOnce<Reply extends HttpReplyHead>(
  ctx: ServiceContext,
  call: GatedCall,
  pass: BreakerPass,
  send: () => Promise<Reply>,
): Promise<CallOutcome<Reply>> {
  const beganAt = ctx.clock.now();
  const outcome = await outcomeOf(send);
  const note = isPlain(call, pass, outcome) ? holdFlight : noteFlight;
  await note(ctx, call.connection.id, "call", {
    ...callFacts(call),
    ...(outcome.kind === "reply" ? { status: outcome.reply.status } : { code: codeOf(outcome.error) }),
    tookMs: ctx.clock.now().getTime() - beganAt.getTime(),
  });
  await noteCall(ctx, call, outcome, beganAt);
  await tellBreaker(ctx, call, pass, verdictOf(outcome));
  return outcome;
}

/** A read that went well and is no news to the breaker: nothing follows that its line has to come before. */
function isPlain(call: GatedCall, pass: BreakerPass, outcome: CallOutcome): boolean {
  const wentWell = outcome.kind === "reply" && outcome.reply.status < 400;
  return isReading(call.kind) && wentWell && pass.probeToken === null && pass.failuresSeen === 0;
}
