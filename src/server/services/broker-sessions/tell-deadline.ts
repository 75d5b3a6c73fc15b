import { deadlineOf, type UpkeepFacts } from "@/server/services/broker-sessions/session-upkeep";
import { raiseNotice } from "@/server/services/notices/raise-notice";
import type { ServiceContext } from "@/server/services/service-context";
import type { BrokerSessionRecord, ConnectionRecord } from "@/server/storage/records";

interface DeadlineNotice {
  readonly deadline: Date;
  readonly leadSeconds: number;
  /** False for a lead that had passed when the person signed in: it is no news. */
  readonly tell: boolean;
}

/** The notice that is due now: of several times ahead (leads) that have passed only the shortest. Pure. */
export function dueDeadlineNotice(
  session: UpkeepFacts & Pick<BrokerSessionRecord, "createdAt">,
  leads: readonly number[],
  now: Date,
): DeadlineNotice | null {
  const deadline = deadlineOf(session);
  if (deadline === null) {
    return null;
  }
  const told = session.deadlineNoticed ?? Number.POSITIVE_INFINITY;
  const startOf = (lead: number) => deadline.getTime() - lead * 1000;
  const passed = leads.filter((lead) => lead < told && startOf(lead) <= now.getTime());
  if (passed.length === 0) {
    return null;
  }
  const leadSeconds = Math.min(...passed);
  return { deadline, leadSeconds, tell: startOf(leadSeconds) > session.createdAt.getTime() };
}

/** Tells the person by when they have to sign in again, once for each lead, and notes that it was told. */
export async function tellDeadline(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  session: BrokerSessionRecord,
): Promise<void> {
  const due = dueDeadlineNotice(session, ctx.settings.deadlineLeadSeconds, ctx.clock.now());
  if (due === null) {
    return;
  }
  const { deadline, leadSeconds, tell } = due;
  await ctx.storage.transaction(async (tx) => {
    await tx.brokerSessions.update(session.id, { deadlineNoticed: leadSeconds });
    if (tell) {
      await raiseNotice(ctx, tx, connection, {
        kind: "deadline_ahead",
        deadlineAt: deadline,
        dedupeKey: `deadline_ahead:${session.id}:${deadline.toISOString()}:${leadSeconds}`,
      });
    }
  });
  ctx.feed.changed(connection.ownerId);
}
