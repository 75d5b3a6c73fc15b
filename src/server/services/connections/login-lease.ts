import { holdingLease } from "@/server/services/hold-lease";
import type { ServiceContext } from "@/server/services/service-context";
import type { LoginAttemptRecord } from "@/server/storage/records";

/** A step that was begun is taken for interrupted when its lease was not renewed for this time. */
export const LOGIN_LEASE_MS = 30_000;
const HEARTBEAT_MS = 10_000;

/** A lease for the one process that talks to the broker about this login. */
export function newLoginLease(
  ctx: Pick<ServiceContext, "random">,
  now: Date,
): { leaseToken: string; leaseUntil: Date } {
  return { leaseToken: ctx.random.uuid(), leaseUntil: new Date(now.getTime() + LOGIN_LEASE_MS) };
}

/** Runs the call and keeps the attempt's lease alive meanwhile. */
export function holdingLoginLease<T>(
  ctx: Pick<ServiceContext, "clock" | "log" | "storage">,
  attempt: LoginAttemptRecord,
  call: () => Promise<T>,
): Promise<T> {
  const { id, leaseToken } = attempt;
  if (leaseToken === null) {
    return call();
  }
  return holdingLease(
    ctx,
    {
      leaseMs: LOGIN_LEASE_MS,
      heartbeatMs: HEARTBEAT_MS,
      prolong: (now, until) => ctx.storage.loginAttempts.takeLease(id, leaseToken, now, until),
    },
    call,
  );
}
