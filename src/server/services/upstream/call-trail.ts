import { recordEvent } from "@/server/services/audit/record-event";
import type { ServiceContext, Services } from "@/server/services/service-context";
import type { CallOutcome } from "@/server/services/upstream/call-outcome";
import { callFacts, type GatedCall } from "@/server/services/upstream/gated-call";
import { codeOf } from "@/shared/code-of";

/** How often what was noted is written, milliseconds: so much of the trail a process that is killed may lose. */
export const CALL_TRAIL_MS = 1000;
const MOST_WAITING = 200;

type NotedCall = Pick<ServiceContext, "actor" | "request"> & {
  readonly occurredAt: Date;
  readonly connectionId: string;
  readonly details: Readonly<Record<string, string | number | null>>;
};

/** What each process has noted and not written yet, by the feed that it has one of. */
const noted = new WeakMap<Services["feed"], NotedCall[]>();

/**
 * Notes a call to a broker for the audit log where the settings ask for that (`AUDIT_TRAIL`): which, for whom, and
 * what came of it; never an address with ids, a header or a body. Events are written in batches, so that calls stay
 * as fast as they are.
 */
export async function noteCall(
  ctx: ServiceContext,
  call: GatedCall,
  outcome: CallOutcome,
  beganAt: Date,
): Promise<void> {
  if (!ctx.settings.auditsCalls) return;
  const { kind, method, route } = callFacts(call);
  const waiting = waitingOf(ctx.feed);
  const now = ctx.clock.now();
  waiting.push({
    actor: ctx.actor,
    request: ctx.request,
    occurredAt: now,
    connectionId: call.connection.id,
    details: {
      broker: call.connection.broker,
      purpose: kind,
      method,
      route,
      status: outcome.kind === "reply" ? outcome.reply.status : null,
      code: outcome.kind === "reply" ? null : codeOf(outcome.error),
      durationMs: Math.max(0, now.getTime() - beganAt.getTime()),
    },
  });
  if (waiting.length < MOST_WAITING) return;
  await flushCallTrail(ctx).catch((error: unknown) => {
    ctx.log.warn({ err: error }, "calls to brokers are not in the audit log yet");
  });
}

/** Writes what was noted. What can't be written is kept for the next time. */
export async function flushCallTrail(
  services: Pick<Services, "feed" | "storage" | "clock" | "random">,
): Promise<null> {
  const waiting = waitingOf(services.feed);
  const batch = waiting.splice(0);
  if (batch.length === 0) return null;
  try {
    await services.storage.transaction(async (tx) => {
      for (const { actor, request, occurredAt, connectionId, details } of batch) {
        const event = { type: "API_CALL", outcome: isSuccess(details) ? "success" : "failure" } as const;
        const ctx = { actor, request, clock: services.clock, random: services.random };
        await recordEvent(ctx, tx, {
          ...event,
          severity: "INFO",
          targetId: connectionId,
          occurredAt,
          details,
        });
      }
    });
  } catch (error) {
    waiting.unshift(...batch);
    throw error;
  }
  return null;
}

const isSuccess = ({ status }: NotedCall["details"]): boolean => typeof status === "number" && status < 400;

function waitingOf(feed: Services["feed"]): NotedCall[] {
  const waiting = noted.get(feed) ?? [];
  noted.set(feed, waiting);
  return waiting;
}
