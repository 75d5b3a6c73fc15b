import { brokerOf, hostsOf } from "@/server/services/connections/load-connection";
import { recordFlight } from "@/server/services/flight-recorder/record-flight";
import type { ServiceContext } from "@/server/services/service-context";
import {
  admitCall,
  type BreakerPolicy,
  type CallVerdict,
  CLOSED_BREAKER,
  settleCall,
} from "@/server/services/upstream/breaker";
import { callFacts, type GatedCall } from "@/server/services/upstream/gated-call";
import { AppError } from "@/shared/app-error";

/** How a call stands with the breaker: what it saw before it went out, and whether it is the probe. */
export interface BreakerPass {
  readonly failuresSeen: number;
  readonly probeToken: string | null;
}

/** Spare time of a probe beyond the longest call, for the database and the machine. */
const PROBE_SPARE_SECONDS = 30;

function policyOf({ settings }: ServiceContext): BreakerPolicy {
  // Connect, headers and body may each take the whole time.
  return { ...settings.breaker, probeSeconds: 3 * settings.apiTimeoutSeconds + PROBE_SPARE_SECONDS };
}

/** One breaker for a broker at its hosts and a kind of call: the sandbox's trouble is not the real broker's. */
function keyOf(ctx: ServiceContext, { connection, kind }: GatedCall): string {
  return `${connection.broker} ${hostsOf(brokerOf(ctx, connection.broker))} ${kind}`;
}

/**
 * A look by one read and no write, before the call takes a place in the window: a pass where the breaker is
 * closed, null where the call may become the probe. Throws CONN_BROKER_PAUSED with the seconds left.
 */
export async function lookAtBreaker(ctx: ServiceContext, call: GatedCall): Promise<BreakerPass | null> {
  const state = (await ctx.storage.breakers.get(keyOf(ctx, call))) ?? CLOSED_BREAKER;
  const admission = admitCall(state, ctx.clock.now(), "", policyOf(ctx));
  if (admission.kind === "pass") {
    return { failuresSeen: state.failures, probeToken: null };
  }
  if (admission.kind === "refuse" && admission.state === state) {
    throw paused(admission.retryAfterSeconds);
  }
  return null;
}

/** Becomes the one probe of all processes, or throws CONN_BROKER_PAUSED. */
export async function takeProbe(ctx: ServiceContext, call: GatedCall): Promise<BreakerPass> {
  const key = keyOf(ctx, call);
  const probeToken = ctx.random.uuid();
  const admission = await ctx.storage.transaction(async (tx) => {
    const now = ctx.clock.now();
    const decided = admitCall(await tx.breakers.hold(key, now), now, probeToken, policyOf(ctx));
    if (decided.kind !== "pass") {
      await tx.breakers.put({ ...decided.state, key, updatedAt: now });
    }
    if (decided.kind === "probe") {
      await recordFlight(ctx, tx, call.connection.id, "breaker_probe", callFacts(call));
    }
    return decided;
  });
  if (admission.kind === "refuse") {
    throw paused(admission.retryAfterSeconds);
  }
  return { failuresSeen: 0, probeToken: admission.kind === "probe" ? probeToken : null };
}

/**
 * Tells the breaker what came of a call that it let out. A good one while there were no failures costs nothing.
 * Never throws: what the broker answered is worth more, and a probe that is not told of is replaced in time.
 */
export async function tellBreaker(
  ctx: ServiceContext,
  call: GatedCall,
  pass: BreakerPass,
  verdict: CallVerdict,
): Promise<void> {
  if (
    pass.probeToken === null &&
    (verdict === "unsent" || (verdict === "answered" && pass.failuresSeen === 0))
  ) {
    return;
  }
  const key = keyOf(ctx, call);
  try {
    await ctx.storage.transaction(async (tx) => {
      const now = ctx.clock.now();
      const held = await tx.breakers.hold(key, now);
      const { state, move } = settleCall(held, verdict, pass.probeToken, now, policyOf(ctx));
      await tx.breakers.put({ ...state, key, updatedAt: now });
      if (move !== null) {
        await recordFlight(ctx, tx, call.connection.id, `breaker_${move}`, {
          kind: call.kind,
          failures: state.failures,
          trips: state.trips,
          openUntil: state.openUntil?.toISOString() ?? null,
        });
      }
    });
  } catch (error) {
    ctx.log.warn({ err: error, key, verdict }, "a breaker was not told of a call");
  }
}

function paused(retryAfterSeconds: number): AppError {
  return new AppError("CONN_BROKER_PAUSED", undefined, { retryAfterSeconds });
}
