import type { BrokerSessionRecord } from "@/server/storage/records";
import type { BrokerDescription } from "@/shared/schemas/broker";

/** The part of a session that says when something is to be done for it. */
export type UpkeepFacts = Pick<
  BrokerSessionRecord,
  "issuedAt" | "expiresAt" | "hardExpiresAt" | "lastActivityAt" | "refreshable" | "deadlineNoticed"
>;

export interface UpkeepPolicy {
  readonly upkeep: BrokerDescription["upkeep"];
  readonly refreshThresholdSeconds: number;
  readonly deadlineLeadSeconds: readonly number[];
}

/** What the keeper does for a session now, in the order of urgency. */
export type UpkeepTask = "refresh" | "keep_alive" | "deadline_notice" | "expire";

/** Whether new tokens can be had for a session with this refresh token: not where the broker renews none. */
export function isRefreshable(refreshToken: unknown, { upkeep }: UpkeepPolicy): boolean {
  return refreshToken !== null && upkeep.refreshAheadSeconds !== null;
}

/**
 * When new tokens are to be had: the broker's own margin or the threshold ahead of the end, whichever is longer,
 * but never before half of the tokens' life is over. Null where tokens are not renewed.
 */
export function refreshDueAt(session: UpkeepFacts, policy: UpkeepPolicy): Date | null {
  if (!session.refreshable || policy.upkeep.refreshAheadSeconds === null) {
    return null;
  }
  const lifeMs = Math.max(0, session.expiresAt.getTime() - session.issuedAt.getTime());
  const marginMs = Math.max(policy.upkeep.refreshAheadSeconds, policy.refreshThresholdSeconds) * 1000;
  return new Date(session.expiresAt.getTime() - Math.min(marginMs, lifeMs / 2));
}

/**
 * Whether new tokens are to be had by now, or were asked for without an answer: what calls with the tokens held show
 * says nothing about that. Pure.
 */
export function awaitsRenewal(
  session: UpkeepFacts & Pick<BrokerSessionRecord, "exchangePendingAt">,
  policy: UpkeepPolicy,
  now: Date,
): boolean {
  const dueAt = refreshDueAt(session, policy);
  return session.exchangePendingAt !== null || (dueAt !== null && dueAt <= now);
}

/** When the session ends unless the person acts: nothing that Wheelhouse can do prevents it. Null if there is no such time. */
export function deadlineOf(session: UpkeepFacts): Date | null {
  if (session.refreshable) {
    return session.hardExpiresAt;
  }
  const hardMs = session.hardExpiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
  return new Date(Math.min(session.expiresAt.getTime(), hardMs));
}

/** The lead, in seconds, of the deadline notice that is due now or next; null when all were given. */
function nextLead(session: UpkeepFacts, leads: readonly number[]): number | null {
  const told = session.deadlineNoticed ?? Number.POSITIVE_INFINITY;
  const left = leads.filter((lead) => lead < told);
  return left.length === 0 ? null : Math.max(...left);
}

/** All that is to be done for a session, with its times. Pure. */
export function upkeepPlan(
  session: UpkeepFacts,
  policy: UpkeepPolicy,
): readonly { task: UpkeepTask; at: Date }[] {
  const plan: { task: UpkeepTask; at: Date }[] = [];
  const refreshAt = refreshDueAt(session, policy);
  const deadline = deadlineOf(session);
  if (refreshAt !== null) {
    plan.push({ task: "refresh", at: refreshAt });
  }
  if (policy.upkeep.keepAliveSeconds !== null) {
    const at = session.lastActivityAt.getTime() + policy.upkeep.keepAliveSeconds * 1000;
    plan.push({ task: "keep_alive", at: new Date(at) });
  }
  if (deadline !== null) {
    const lead = nextLead(session, policy.deadlineLeadSeconds);
    if (lead !== null) {
      plan.push({ task: "deadline_notice", at: new Date(deadline.getTime() - lead * 1000) });
    }
    plan.push({ task: "expire", at: deadline });
  }
  return plan;
}

/** When the keeper has to look at the session next; null when nothing will ever be due. */
export function keepAtOf(session: UpkeepFacts, policy: UpkeepPolicy): Date | null {
  const times = upkeepPlan(session, policy).map(({ at }) => at.getTime());
  return times.length === 0 ? null : new Date(Math.min(...times));
}

/**
 * {@link keepAtOf} while the pause after a failure lasts: nothing is sent to the broker before `notBefore`, but the
 * person is told of a deadline in time.
 */
export function keepAtAfterPause(session: UpkeepFacts, policy: UpkeepPolicy, notBefore: Date): Date {
  const times = upkeepPlan(session, policy)
    .filter(({ task }) => task === "deadline_notice" || task === "expire")
    .map(({ at }) => at.getTime());
  return new Date(Math.min(notBefore.getTime(), ...times));
}
