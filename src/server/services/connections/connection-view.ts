import { deadlineOf } from "@/server/services/broker-sessions/session-upkeep";
import type {
  BrokerSessionRecord,
  ConnectionRecord,
  CredentialRecord,
  LoginAttemptRecord,
  SessionAttemptRecord,
} from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import type { ConnectionAttempt, ConnectionView, LoginProgress } from "@/shared/schemas/connection";

/** The connection with what belongs to it, as its owner sees it. */
export async function readConnectionView(
  storage: StorageTx,
  connection: ConnectionRecord,
): Promise<ConnectionView> {
  const [attempt, session, credentials] = await Promise.all([
    storage.loginAttempts.openOf(connection.id),
    storage.brokerSessions.byConnection(connection.id),
    storage.credentials.listOf(connection.id),
  ]);
  return toConnectionView(connection, attempt, session, credentials);
}

/** Pure form of {@link readConnectionView}. */
export function toConnectionView(
  connection: ConnectionRecord,
  attempt: LoginAttemptRecord | null,
  session: BrokerSessionRecord | null,
  credentials: readonly CredentialRecord[],
): ConnectionView {
  return {
    id: connection.id,
    broker: connection.broker,
    label: connection.label,
    access: connection.access,
    status: connection.status,
    health: connection.health,
    nextAction: connection.nextAction,
    notBefore: connection.notBefore?.toISOString() ?? null,
    errorCode: connection.errorCode,
    login: attempt === null ? null : toLoginProgress(attempt),
    session:
      session === null
        ? null
        : {
            id: session.id,
            createdAt: session.createdAt.toISOString(),
            expiresAt: session.expiresAt.toISOString(),
            lastActivityAt: session.lastActivityAt.toISOString(),
          },
    loginName: connection.loginName,
    accounts: connection.accounts.map((account) => ({ ...account })),
    remembers: credentials.map((credential) => credential.name).filter((name) => name !== "deviceToken"),
    revokedAtBroker: connection.revokedAtBroker,
    lastConnectedAt: connection.lastConnectedAt?.toISOString() ?? null,
    deadlineAt: session === null ? null : (deadlineOf(session)?.toISOString() ?? null),
    nextAttemptAt: nextTryOf(connection, session)?.toISOString() ?? null,
    failedDays: connection.failedDays,
    createdAt: connection.createdAt.toISOString(),
    version: connection.version,
  };
}

/**
 * When Wheelhouse asks the broker again by itself. While there is trouble that is the keeper's next look, but not
 * within the pause after a failure: of the two times the later one.
 */
function nextTryOf(connection: ConnectionRecord, session: BrokerSessionRecord | null): Date | null {
  const { nextAttemptAt } = connection;
  const keepAt = session?.keepAt ?? null;
  if (connection.status !== "connected" || connection.health !== "degraded" || keepAt === null) {
    return nextAttemptAt;
  }
  return nextAttemptAt !== null && nextAttemptAt > keepAt ? nextAttemptAt : keepAt;
}

function toLoginProgress(attempt: LoginAttemptRecord): LoginProgress {
  return {
    id: attempt.id,
    step: attempt.step,
    challenge: attempt.challenge,
    startedAt: attempt.startedAt.toISOString(),
    deadlineAt: attempt.deadlineAt.toISOString(),
  };
}

/** Logins and other attempts in one list, newest first. */
export function toConnectionAttempts(
  logins: readonly LoginAttemptRecord[],
  others: readonly SessionAttemptRecord[],
): ConnectionAttempt[] {
  const all = [...logins.map(toLoginView), ...others.map(toSessionAttemptView)];
  return all.sort((a, b) => b.startedAt.localeCompare(a.startedAt) || a.id.localeCompare(b.id));
}

function toLoginView(attempt: LoginAttemptRecord): ConnectionAttempt {
  return {
    id: attempt.id,
    kind: "login",
    startedAt: attempt.startedAt.toISOString(),
    endedAt: attempt.endedAt?.toISOString() ?? null,
    outcome: attempt.outcome,
    challengeKind: attempt.challenge?.kind ?? null,
    errorCode: attempt.errorCode,
  };
}

function toSessionAttemptView(attempt: SessionAttemptRecord): ConnectionAttempt {
  return {
    id: attempt.id,
    kind: attempt.kind,
    trigger: attempt.trigger,
    startedAt: attempt.startedAt.toISOString(),
    endedAt: attempt.endedAt.toISOString(),
    outcome: attempt.outcome,
    step: attempt.step,
    errorCode: attempt.errorCode,
  };
}
