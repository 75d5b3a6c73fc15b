import {
  recordAttempt,
  recordRetry,
  type SessionAttempt,
} from "@/server/services/broker-sessions/record-attempt";
import { renewSession } from "@/server/services/broker-sessions/refresh-session";
import { isValid } from "@/server/services/broker-sessions/session-state";
import { awaitsRenewal } from "@/server/services/broker-sessions/session-upkeep";
import { upkeepPolicyOf } from "@/server/services/broker-sessions/upkeep-policy";
import { callWithSession } from "@/server/services/broker-sessions/with-broker-session";
import { readConnectionView } from "@/server/services/connections/connection-view";
import { loadConnection } from "@/server/services/connections/load-connection";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { BrokerSessionRecord, ConnectionRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";
import { codeOf } from "@/shared/code-of";
import type { ConnectionView } from "@/shared/schemas/connection";

/**
 * Tries again now to keep the connection's session, whatever pause Wheelhouse has set itself: new tokens where they
 * are due, else a question to the broker. A session that had been given up is taken up by it. No login is sent, so
 * that the login guard is not concerned. Throws API_CONFLICT when there is no session to try (sign in instead), or
 * what the try's answer means; state and events are written by then.
 */
export async function retryConnection(
  ctx: ServiceContext,
  input: { connectionId: string },
): Promise<ConnectionView> {
  const actor = permit(ctx, "manage_connections");
  const connection = await loadConnection(ctx.storage, actor.userId, input.connectionId);
  const session = await ctx.storage.brokerSessions.byConnection(connection.id);
  const canTry = connection.status === "connected" || connection.status === "error";
  if (!canTry || session?.status !== "active") {
    throw new AppError("API_CONFLICT", "There is no session to try again; sign in instead");
  }
  const attempt = {
    id: ctx.random.uuid(),
    kind: "retry",
    trigger: "person",
    startedAt: ctx.clock.now(),
  } as const satisfies SessionAttempt;
  try {
    if (isRefreshDue(ctx, connection, session)) {
      await renewSession(ctx, connection, session, attempt);
    } else {
      await callWithSession(ctx, connection, session, (calls, secrets) => calls.probe(secrets), { attempt });
    }
  } catch (error) {
    await writeOutcome(ctx, connection, attempt, error);
    throw error;
  }
  await writeOutcome(ctx, connection, attempt, null);
  return readConnectionView(ctx.storage, await loadConnection(ctx.storage, actor.userId, connection.id));
}

function isRefreshDue(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  session: BrokerSessionRecord,
): boolean {
  const now = ctx.clock.now();
  return awaitsRenewal(session, upkeepPolicyOf(ctx, connection.broker), now) || !isValid(session, now);
}

/** What the try itself has not written: it joined a renewal that was under way, or met something else than trouble. */
async function writeOutcome(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  attempt: SessionAttempt & { readonly id: string },
  error: unknown,
): Promise<void> {
  const code = error === null ? null : codeOf(error);
  await ctx.storage.transaction(async (tx) => {
    if (await tx.sessionAttempts.has(attempt.id)) {
      return;
    }
    if ((await tx.connections.byId(connection.id)) === null) {
      await recordRetry(ctx, tx, connection.id, code);
      return;
    }
    await recordAttempt(ctx, tx, connection.id, attempt, code === null ? null : { error, code });
  });
  ctx.feed.changed(connection.ownerId);
}
