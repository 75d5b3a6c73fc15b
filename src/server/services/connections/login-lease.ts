import type { ServiceContext } from "@/server/services/service-context";
import type { LoginAttemptRecord } from "@/server/storage/records";

/** A step that was begun is taken for interrupted when its lease was not renewed for this time. */
const LEASE_MS = 30_000;
const HEARTBEAT_MS = 10_000;

/** A lease for the one process that talks to the broker about this login. */
export function newLoginLease(
  ctx: Pick<ServiceContext, "random">,
  now: Date,
): { leaseToken: string; leaseUntil: Date } {
  return { leaseToken: ctx.random.uuid(), leaseUntil: new Date(now.getTime() + LEASE_MS) };
}

/** Runs the call and keeps the attempt's lease alive meanwhile. */
export async function holdingLoginLease<T>(
  ctx: Pick<ServiceContext, "clock" | "storage">,
  attempt: LoginAttemptRecord,
  call: () => Promise<T>,
): Promise<T> {
  const done = new AbortController();
  const heartbeat = renewUntil(ctx, attempt, done.signal);
  try {
    return await call();
  } finally {
    done.abort();
    await heartbeat;
  }
}

async function renewUntil(
  ctx: Pick<ServiceContext, "clock" | "storage">,
  attempt: LoginAttemptRecord,
  signal: AbortSignal,
): Promise<void> {
  while (attempt.leaseToken !== null) {
    await ctx.clock.sleep(HEARTBEAT_MS, signal);
    if (signal.aborted) {
      return;
    }
    const now = ctx.clock.now();
    await ctx.storage.loginAttempts.takeLease(
      attempt.id,
      attempt.leaseToken,
      now,
      new Date(now.getTime() + LEASE_MS),
    );
  }
}
