import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import { recordEvent } from "@/server/services/audit/record-event";
import { brokerOf } from "@/server/services/connections/load-connection";
import { loadReachable, requireAllAccounts } from "@/server/services/connections/reach";
import { leaseNotes } from "@/server/services/leases/lease-notes";
import { liveSecrets } from "@/server/services/leases/live-secrets";
import { raiseNotice } from "@/server/services/notices/raise-notice";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { SessionLeaseRecord } from "@/server/storage/bot-records";
import type { ConnectionRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";
import type { LeasedSession, LeaseKind } from "@/shared/schemas/session-lease";
import type { Secret } from "@/shared/secret";

export interface LeaseInput {
  readonly connectionId: string;
  readonly kind: LeaseKind;
  readonly seconds: number;
}

/** The lease with the broker's token still wrapped: it is unwrapped where the answer is written. */
export type NewLease = Omit<LeasedSession, "token"> & { readonly token: Secret };

/**
 * Hands a token of the connection's live session to a program for a short time. It was asked about at the broker just
 * before, and lives at least as long as the lease unless the session can't be renewed: then the lease is shorter.
 * Throws API_CONFLICT where the connection only reads (`full`) or the broker gave no read-only token (`read_only`),
 * and what `withBrokerSession` throws. Audited as a warning; the owner gets a notice at a token's first lease of a day.
 */
export async function leaseSession(ctx: ServiceContext, input: LeaseInput): Promise<NewLease> {
  const { kind } = input;
  const actor = permit(ctx, "lease_session", kind === "full" ? "session:lease_full" : "session:lease");
  requireAllAccounts(actor);
  const connection = await loadReachable(ctx.storage, actor, input.connectionId);
  if (actor.token === undefined) {
    throw new AppError("API_CONFLICT", "A lease is for a program: use an API token");
  }
  if (kind === "full" && connection.access !== "trading") {
    throw new AppError(
      "API_CONFLICT",
      "The connection only reads, so its full token is not handed out. Its owner can change its access to trading",
    );
  }
  const wantedUntil = new Date(ctx.clock.now().getTime() + input.seconds * 1000);
  const secrets = await liveSecrets(ctx, connection, kind, wantedUntil);
  const token = tokenOf(secrets, kind);
  const createdAt = ctx.clock.now();
  const expiresAt = earliest(new Date(createdAt.getTime() + input.seconds * 1000), secrets);
  const lease: SessionLeaseRecord = {
    id: ctx.random.uuid(),
    connectionId: connection.id,
    ownerId: actor.userId,
    tokenId: actor.token.id,
    kind,
    createdAt,
    expiresAt,
    endedAt: null,
  };
  await write(ctx, connection, lease);
  return {
    leaseId: lease.id,
    token,
    kind,
    expiresAt: expiresAt.toISOString(),
    hosts: brokerOf(ctx, connection.broker).description.hosts,
    notes: leaseNotes(kind, expiresAt < wantedUntil),
  };
}

function tokenOf(secrets: BrokerSessionSecrets, kind: LeaseKind): Secret {
  const token = kind === "full" ? secrets.accessToken : secrets.readOnlyToken;
  if (token === null) {
    throw new AppError(
      "API_CONFLICT",
      "The broker gave no read-only token with this session. Its full token needs the kind full and the scope session:lease_full",
    );
  }
  return token;
}

function earliest(wanted: Date, { expiresAt, hardExpiresAt }: BrokerSessionSecrets): Date {
  const ends = [wanted, expiresAt, hardExpiresAt ?? wanted].map((end) => end.getTime());
  return new Date(Math.min(...ends));
}

async function write(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  lease: SessionLeaseRecord,
): Promise<void> {
  const until = lease.expiresAt.toISOString();
  const day = lease.createdAt.toISOString().slice(0, 10);
  await ctx.storage.transaction(async (tx) => {
    await tx.sessionLeases.create(lease);
    await recordEvent(ctx, tx, {
      type: "SESSION_LEASED",
      outcome: "success",
      severity: "WARNING",
      targetId: connection.id,
      details: { leaseId: lease.id, kind: lease.kind, until },
    });
    await raiseNotice(ctx, tx, connection, {
      kind: "session_leased",
      deadlineAt: null,
      dedupeKey: `session_leased:${connection.id}:${lease.tokenId}:${day}`,
    });
  });
  ctx.feed.changed(lease.ownerId);
}
