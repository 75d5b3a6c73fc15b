import type { ServiceContext } from "@/server/services/service-context";
import type { ThrottleRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";

/** How many tries are free and how the waits grow after them. */
export interface ThrottleRule {
  readonly freeAttempts: number;
  /** Tries are forgotten this long after the first of them. */
  readonly windowMs: number;
  /** Wait after the last free try; each further one doubles it. */
  readonly firstWaitMs: number;
  readonly maxWaitMs: number;
}

/** What is counted: `key` is a keyed hash, `by` says in the audit log what it stands for. */
export interface Counter {
  readonly key: string;
  readonly by: string;
  readonly rule: ThrottleRule;
}

/** A try that may go ahead. `block` is set when it was the last one for a while, unless it succeeds. */
export interface Attempt {
  readonly counters: readonly Counter[];
  readonly block: { readonly by: string; readonly seconds: number } | null;
}

type ThrottleContext = Pick<ServiceContext, "storage" | "clock" | "cipher">;

/**
 * Counts a try before it is made, so that a hundred at once are a hundred tries and not one. Throws
 * AUTH_RATE_LIMITED with the seconds to wait while any of the counters blocks; such a call is not counted.
 */
export async function takeAttempt(ctx: ThrottleContext, counters: readonly Counter[]): Promise<Attempt> {
  const now = ctx.clock.now();
  return ctx.storage.transaction(async (tx) => {
    await holdCounters(ctx, tx, now);
    const records = new Map(
      (await tx.throttles.get(counters.map(({ key }) => key))).map((row) => [row.key, row]),
    );
    const waitMs = Math.max(...[...records.values()].map((row) => msUntil(row.blockedUntil, now)), 0);
    if (waitMs > 0) {
      throw new AppError("AUTH_RATE_LIMITED", undefined, { retryAfterSeconds: Math.ceil(waitMs / 1000) });
    }
    let block: Attempt["block"] = null;
    for (const counter of counters) {
      const record = afterAttempt(records.get(counter.key) ?? null, counter, now);
      await tx.throttles.put(record);
      const seconds = Math.ceil(msUntil(record.blockedUntil, now) / 1000);
      if (seconds > (block?.seconds ?? 0)) block = { by: counter.by, seconds };
    }
    return { counters, block };
  });
}

/** Takes back a try that was no failure, together with the wait that it began. */
export async function returnAttempt(ctx: ThrottleContext, attempt: Attempt): Promise<void> {
  const now = ctx.clock.now();
  await ctx.storage.transaction(async (tx) => {
    await holdCounters(ctx, tx, now);
    for (const row of await tx.throttles.get(attempt.counters.map(({ key }) => key))) {
      await tx.throttles.put({ ...row, failures: Math.max(0, row.failures - 1), blockedUntil: null });
    }
    await tx.throttles.removeOlderThan(new Date(now.getTime() - LONGEST_WINDOW_MS));
  });
}

/** Forgets all failures of a counter, when somebody has proved to be the person. */
export async function forgetAttempts(tx: StorageTx, counters: readonly Counter[]): Promise<void> {
  await tx.throttles.remove(counters.map(({ key }) => key));
}

const LONGEST_WINDOW_MS = 24 * 60 * 60 * 1000;
const MINUTE_MS = 60_000;

/** Tries from one address, whoever they claim to be: an office behind one address has room. */
export const ADDRESS_RULE: ThrottleRule = {
  freeAttempts: 10,
  windowMs: 15 * MINUTE_MS,
  firstWaitMs: 30_000,
  maxWaitMs: 60 * MINUTE_MS,
};

/** Tries at one account: about a hundred a day at the very most. */
export const ACCOUNT_RULE: ThrottleRule = {
  freeAttempts: 5,
  windowMs: LONGEST_WINDOW_MS,
  firstWaitMs: 30_000,
  maxWaitMs: 15 * MINUTE_MS,
};

/** The counter after one more try. */
export function afterAttempt(
  record: ThrottleRecord | null,
  { key, rule }: Pick<Counter, "key" | "rule">,
  now: Date,
): ThrottleRecord {
  const isFresh = record === null || now.getTime() - record.windowStartedAt.getTime() >= rule.windowMs;
  const failures = (isFresh ? 0 : record.failures) + 1;
  const beyond = failures - rule.freeAttempts;
  const waitMs = beyond < 0 ? 0 : Math.min(rule.firstWaitMs * 2 ** Math.min(beyond, 20), rule.maxWaitMs);
  return {
    key,
    failures,
    windowStartedAt: isFresh ? now : record.windowStartedAt,
    blockedUntil: waitMs === 0 ? null : new Date(now.getTime() + waitMs),
  };
}

function msUntil(time: Date | null, now: Date): number {
  return time === null ? 0 : Math.max(0, time.getTime() - now.getTime());
}

/** Writing one row that all share makes the transactions that count wait for each other, on either database. */
async function holdCounters(ctx: ThrottleContext, tx: StorageTx, now: Date): Promise<void> {
  const key = ctx.cipher.fingerprint("throttle", "turn");
  await tx.throttles.put({ key, failures: 0, windowStartedAt: now, blockedUntil: null });
}
