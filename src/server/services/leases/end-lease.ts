import { recordEvent } from "@/server/services/audit/record-event";
import { SessionManager } from "@/server/services/broker-sessions/session-manager";
import { loadReachable } from "@/server/services/connections/reach";
import { endedLease } from "@/server/services/leases/lease-notes";
import { permit, requireUser, type UserActor } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { SessionLeaseRecord } from "@/server/storage/bot-records";
import { AppError } from "@/shared/app-error";
import type { EndedLease, LeaseKind } from "@/shared/schemas/session-lease";

/**
 * Ends a lease: by its owner any, by a program its own. The broker's token lives on; a session whose full token was
 * handed out is renewed where the broker renews, and the answer says what came of it. Throws API_RESOURCE_NOT_FOUND
 * for a lease that is over.
 */
export async function endLease(
  ctx: ServiceContext,
  input: { connectionId: string; leaseId: string },
): Promise<EndedLease> {
  const lease = await ctx.storage.sessionLeases.ofOwner(requireUser(ctx).userId, input.leaseId);
  const actor = permitEnd(ctx, lease?.kind ?? "read_only");
  const connection = await loadReachable(ctx.storage, actor, input.connectionId);
  if (lease === null || lease.connectionId !== connection.id || !isTheirs(actor, lease)) {
    throw gone();
  }
  await ctx.storage.transaction(async (tx) => {
    if (!(await tx.sessionLeases.end(lease.id, ctx.clock.now()))) {
      throw gone();
    }
    await recordEvent(ctx, tx, {
      type: "SESSION_LEASE_ENDED",
      outcome: "success",
      targetId: connection.id,
      details: { leaseId: lease.id, kind: lease.kind },
    });
  });
  const renewed = lease.kind === "full" && (await renew(ctx, connection.id));
  ctx.feed.changed(connection.ownerId);
  return endedLease(lease.kind, renewed);
}

function permitEnd(ctx: ServiceContext, kind: LeaseKind): UserActor {
  const scope = kind === "full" ? "session:lease_full" : "session:lease";
  const byProgram = requireUser(ctx).token !== undefined;
  return permit(ctx, byProgram ? "lease_session" : "manage_connections", scope);
}

function isTheirs({ token }: UserActor, lease: SessionLeaseRecord): boolean {
  return token === undefined || token.id === lease.tokenId;
}

function gone(): AppError {
  return new AppError("API_RESOURCE_NOT_FOUND", "There is no such lease, or it is over");
}

/** False where there is nothing to renew, or the broker does not do it now: the lease is ended all the same. */
async function renew(ctx: ServiceContext, connectionId: string): Promise<boolean> {
  const connection = await ctx.storage.connections.byId(connectionId);
  const session = await ctx.storage.brokerSessions.byConnection(connectionId);
  if (connection?.status !== "connected" || session === null || !session.refreshable) {
    return false;
  }
  try {
    await SessionManager.refreshSession(ctx, connection, session, "person");
    return true;
  } catch (error) {
    ctx.log.warn({ err: error, connectionId }, "the session was not renewed after its lease was ended");
    return false;
  }
}
