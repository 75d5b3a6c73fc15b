import type {
  AppSessionRecord,
  BrokerSessionRecord,
  CachedReplyRecord,
  ConnectionRecord,
  CredentialRecord,
  DataKeyRecord,
  InvitationRecord,
  LoginAttemptRecord,
  UserRecord,
} from "@/server/storage/records";
import type { AuditStore } from "@/server/storage/storage";

type NewAuditEvent = Parameters<AuditStore["append"]>[0];

/** The time at which a {@link FixedClock} begins, so that built records are new. */
const NOW = new Date("2026-03-02T14:30:00.000Z");
const HOUR_MS = 3_600_000;
const inHours = (hours: number) => new Date(NOW.getTime() + hours * HOUR_MS);

let counter = 0;
/** Readable ids that never repeat within a test file. */
const nextId = (noun: string) => `${noun}-${++counter}`;

/** A person with the role `user`; every builder takes what the test is about and makes up the rest. */
export function buildUser(given: Partial<UserRecord> = {}): UserRecord {
  const id = given.id ?? nextId("user");
  return {
    id,
    email: `${id}@example.com`,
    displayName: `Person ${id}`,
    passwordHash: "$argon2id$made-up",
    roles: ["user"],
    isOwner: false,
    disabledAt: null,
    createdAt: NOW,
    updatedAt: NOW,
    ...given,
  };
}

/** A live app session. */
export function buildAppSession(
  given: Partial<AppSessionRecord> & Pick<AppSessionRecord, "userId">,
): AppSessionRecord {
  return {
    id: nextId("app-session"),
    createdAt: NOW,
    lastSeenAt: NOW,
    expiresAt: inHours(12),
    ipAddress: "192.0.2.10",
    userAgent: "Test browser",
    revokedAt: null,
    revokedReason: null,
    ...given,
  };
}

/** An open invitation. */
export function buildInvitation(given: Partial<InvitationRecord> = {}): InvitationRecord {
  const id = given.id ?? nextId("invitation");
  return {
    id,
    tokenHash: `hash-of-${id}`,
    email: `${id}@example.com`,
    roles: ["user"],
    invitedById: "user-admin",
    invitedBy: "admin@example.com",
    createdAt: NOW,
    expiresAt: inHours(72),
    acceptedAt: null,
    revokedAt: null,
    ...given,
  };
}

export function buildDataKey(given: Partial<DataKeyRecord> = {}): DataKeyRecord {
  return {
    id: nextId("data-key"),
    ownerId: nextId("owner"),
    wrappedKey: "v1.made-up",
    masterKeyFingerprint: "0123456789abcdef",
    createdAt: NOW,
    retiredAt: null,
    ...given,
  };
}

/** A Robinhood connection that was never connected. */
export function buildConnection(
  given: Partial<ConnectionRecord> & Pick<ConnectionRecord, "ownerId">,
): ConnectionRecord {
  return {
    id: nextId("connection"),
    broker: "robinhood",
    label: "My account",
    access: "read_only",
    status: "disconnected",
    health: "ok",
    nextAction: "connect",
    notBefore: null,
    errorCode: null,
    loginName: null,
    accounts: [],
    accountFingerprint: null,
    revokedAtBroker: null,
    hosts: null,
    lastConnectedAt: null,
    lastFailureAt: null,
    failedDays: 0,
    lastFailedDay: null,
    nextAttemptAt: null,
    secondFactorAt: null,
    autoLoginAt: null,
    createdAt: NOW,
    updatedAt: NOW,
    version: 1,
    ...given,
  };
}

type OfConnection = { readonly connectionId: string; readonly ownerId: string };

/** An active broker session with a free lease. */
export function buildBrokerSession(given: Partial<BrokerSessionRecord> & OfConnection): BrokerSessionRecord {
  return {
    id: nextId("broker-session"),
    ciphertext: "v1.made-up",
    status: "active",
    credentialVersion: 1,
    createdAt: NOW,
    expiresAt: inHours(24),
    hardExpiresAt: null,
    lastActivityAt: NOW,
    leaseToken: null,
    leaseUntil: null,
    exchangePendingAt: null,
    issuedAt: NOW,
    refreshable: true,
    keepAt: inHours(23),
    deadlineNoticed: null,
    ...given,
  };
}

/** A login that has just begun. */
export function buildLoginAttempt(given: Partial<LoginAttemptRecord> & OfConnection): LoginAttemptRecord {
  return {
    id: nextId("login-attempt"),
    guardKey: "guard-key",
    outcome: "open",
    step: "contacting_broker",
    challenge: null,
    stateCiphertext: null,
    pollAt: null,
    startedAt: NOW,
    deadlineAt: inHours(1),
    endedAt: null,
    errorCode: null,
    leaseToken: null,
    leaseUntil: null,
    version: 1,
    ...given,
  };
}

export function buildCredential(given: Partial<CredentialRecord> & OfConnection): CredentialRecord {
  return {
    id: nextId("credential"),
    name: "deviceToken",
    backend: "database",
    ciphertext: "v1.made-up",
    createdAt: NOW,
    updatedAt: NOW,
    ...given,
  };
}

export function buildCachedReply(given: Partial<CachedReplyRecord> & OfConnection): CachedReplyRecord {
  return { id: nextId("cached-reply"), kind: "accounts", ciphertext: "v1.made-up", fetchedAt: NOW, ...given };
}

/** A successful sign-in as the audit log gets it. */
export function buildAuditEvent(given: Partial<NewAuditEvent> = {}): NewAuditEvent {
  return {
    id: nextId("event"),
    occurredAt: NOW.toISOString(),
    eventType: "SIGN_IN",
    severity: "INFO",
    outcome: "success",
    user: "person@example.com",
    userId: "user-1",
    targetType: "user",
    targetId: "user-1",
    sessionId: null,
    ipAddress: "192.0.2.10",
    userAgent: "Test browser",
    requestId: "request-1",
    interface: "web",
    details: {},
    ...given,
  };
}
