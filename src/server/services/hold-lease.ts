import type { ServiceContext } from "@/server/services/service-context";

/** A lease of one row. `prolong` is asked at each heartbeat; false means that another process has it. */
export interface LeaseTerms {
  readonly leaseMs: number;
  readonly heartbeatMs: number;
  prolong(now: Date, until: Date): Promise<boolean>;
}

/** Runs the call and keeps the lease alive meanwhile. A heartbeat that fails never costs the call's answer. */
export async function holdingLease<T>(
  ctx: Pick<ServiceContext, "clock" | "log">,
  terms: LeaseTerms,
  call: () => Promise<T>,
): Promise<T> {
  const done = new AbortController();
  const heartbeat = beatUntil(ctx, terms, done.signal);
  try {
    return await call();
  } finally {
    done.abort();
    await heartbeat;
  }
}

async function beatUntil(
  ctx: Pick<ServiceContext, "clock" | "log">,
  terms: LeaseTerms,
  signal: AbortSignal,
): Promise<void> {
  let held = true;
  while (held) {
    await ctx.clock.sleep(terms.heartbeatMs, signal);
    if (signal.aborted) {
      return;
    }
    const now = ctx.clock.now();
    try {
      held = await terms.prolong(now, new Date(now.getTime() + terms.leaseMs));
    } catch (error) {
      ctx.log.warn({ err: error }, "a lease was not prolonged");
    }
  }
}
