import type { ErrorCode } from "@/shared/error-codes";
import type { Role } from "@/shared/permissions";
import type { BrokerType, ConnectionAccess } from "@/shared/schemas/broker";
import type { Challenge } from "@/shared/schemas/challenge";
import type {
  ConnectionHealth,
  ConnectionStatus,
  LoginAttemptView,
  LoginProgress,
  NextAction,
  SessionAttemptView,
} from "@/shared/schemas/connection";
import type { FlightDetails, FlightRecordKind } from "@/shared/schemas/flight-record";
import type {
  AttentionDetails,
  ChannelKind,
  NoticeKind,
  QuietHours,
  SubscribableKind,
} from "@/shared/schemas/notice";

export interface InstallRecord {
  readonly setupCodeHash: string | null;
  readonly setupCompletedAt: Date | null;
  readonly keyCanary: string | null;
  readonly masterKeyFingerprint: string | null;
  readonly installId: string | null;
  readonly settingsVersion: number;
  /** Grows with each start of a server. */
  readonly epoch: number;
  /** Set while a restored copy waits for somebody's yes. */
  readonly restoredAt: Date | null;
  /** When the backup that was restored had been made. */
  readonly restoredFrom: Date | null;
}

export interface UserRecord {
  readonly id: string;
  readonly email: string;
  readonly displayName: string;
  readonly passwordHash: string;
  readonly roles: readonly Role[];
  readonly isOwner: boolean;
  readonly disabledAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface AppSessionRecord {
  readonly id: string;
  readonly userId: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
  readonly revokedAt: Date | null;
  readonly revokedReason: string | null;
}

export interface InvitationRecord {
  readonly id: string;
  readonly tokenHash: string;
  readonly email: string;
  readonly roles: readonly Role[];
  readonly invitedById: string;
  readonly invitedBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly acceptedAt: Date | null;
  readonly revokedAt: Date | null;
}

export interface ThrottleRecord {
  readonly key: string;
  readonly failures: number;
  readonly windowStartedAt: Date;
  readonly blockedUntil: Date | null;
}

export interface DataKeyRecord {
  readonly id: string;
  readonly ownerId: string;
  readonly wrappedKey: string;
  readonly masterKeyFingerprint: string;
  readonly createdAt: Date;
  /** Set when a newer key took its place: it opens what it sealed, and seals nothing more. */
  readonly retiredAt: Date | null;
}

export interface ConnectionRecord {
  readonly id: string;
  readonly ownerId: string;
  readonly broker: BrokerType;
  readonly label: string;
  readonly access: ConnectionAccess;
  readonly status: ConnectionStatus;
  readonly health: ConnectionHealth;
  readonly nextAction: NextAction;
  readonly notBefore: Date | null;
  readonly errorCode: ErrorCode | null;
  readonly loginName: string | null;
  readonly accounts: readonly { readonly maskedNumber: string; readonly kind: string }[];
  readonly accountFingerprint: string | null;
  readonly revokedAtBroker: boolean | null;
  /** Hosts that session and stored credentials were made with; null before the first login. */
  readonly hosts: string | null;
  readonly lastConnectedAt: Date | null;
  readonly lastFailureAt: Date | null;
  /** Different days (UTC) on which keeping the session failed since it last went well. */
  readonly failedDays: number;
  /** The last of these days, as `2026-11-22`. */
  readonly lastFailedDay: string | null;
  /** When Wheelhouse tries again by itself; null when it does not. */
  readonly nextAttemptAt: Date | null;
  /** When a login last passed a second factor, which a known device is not asked for again. */
  readonly secondFactorAt: Date | null;
  /** When Wheelhouse last signed in by itself; cleared by a login that succeeds. */
  readonly autoLoginAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly version: number;
}

/** `invalid`: its person wants it ended, and somebody is at it; no call uses it any more. */
export type BrokerSessionStatus = "active" | "expired" | "invalid" | "refreshing";

export interface BrokerSessionRecord {
  readonly id: string;
  readonly connectionId: string;
  readonly ownerId: string;
  readonly ciphertext: string;
  readonly status: BrokerSessionStatus;
  readonly credentialVersion: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly hardExpiresAt: Date | null;
  readonly lastActivityAt: Date;
  readonly leaseToken: string | null;
  readonly leaseUntil: Date | null;
  readonly exchangePendingAt: Date | null;
  /** When the broker gave the tokens that are held now. */
  readonly issuedAt: Date;
  /** Whether a refresh token is held and the broker exchanges them. */
  readonly refreshable: boolean;
  /** When the keeper looks at it next; null when nothing will ever be due. */
  readonly keepAt: Date | null;
  /** The shortest time before the deadline, in seconds, that the person was already told of. */
  readonly deadlineNoticed: number | null;
}

/** What was tried to keep a session, beside logins. */
export interface SessionAttemptRecord {
  readonly id: string;
  readonly connectionId: string;
  readonly kind: SessionAttemptView["kind"];
  readonly trigger: SessionAttemptView["trigger"];
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly outcome: SessionAttemptView["outcome"];
  /** The call that failed, such as `token_refresh`. */
  readonly step: string | null;
  readonly errorCode: ErrorCode | null;
}

export interface RequestWindowRecord {
  readonly connectionId: string;
  /** Milliseconds since 1970, oldest first. */
  readonly sentAt: readonly number[];
  readonly updatedAt: Date;
}

export interface BreakerRecord {
  readonly key: string;
  readonly failures: number;
  readonly trips: number;
  readonly openUntil: Date | null;
  readonly probeToken: string | null;
  readonly probeUntil: Date | null;
  readonly updatedAt: Date;
}

export interface FlightRecord {
  readonly seq: number;
  readonly connectionId: string;
  readonly at: Date;
  readonly kind: FlightRecordKind;
  readonly flightId: string;
  readonly process: string;
  readonly details: FlightDetails;
}

export interface NoticeRecord {
  readonly seq: number;
  readonly id: string;
  readonly ownerId: string;
  readonly kind: NoticeKind;
  readonly connectionId: string | null;
  readonly label: string | null;
  readonly broker: BrokerType | null;
  readonly errorCode: ErrorCode | null;
  readonly nextAction: NextAction | null;
  readonly deadlineAt: Date | null;
  /** Of the kind `attention` only. */
  readonly details: AttentionDetails | null;
  readonly dedupeKey: string;
  readonly createdAt: Date;
  readonly readAt: Date | null;
  readonly resolvedAt: Date | null;
}

export interface NoticeChannelRecord {
  readonly id: string;
  readonly ownerId: string;
  readonly kind: ChannelKind;
  readonly label: string;
  readonly ciphertext: string;
  readonly secretCipher: string | null;
  readonly maskedTarget: string;
  readonly kinds: readonly SubscribableKind[];
  readonly quietHours: QuietHours | null;
  readonly enabled: boolean;
  readonly lastDeliveredAt: Date | null;
  readonly lastFailedAt: Date | null;
  readonly lastErrorCode: ErrorCode | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** `dead`: given up, the person may try it again. `dropped`: there was nothing to tell any more. */
export type NoticeDeliveryStatus = "pending" | "delivered" | "dead" | "dropped";

export interface NoticeDeliveryRecord {
  readonly id: string;
  readonly noticeId: string;
  readonly channelId: string;
  /** Deliveries of one line go out one after the other: a channel and a connection. */
  readonly lineKey: string;
  readonly noticeSeq: number;
  readonly status: NoticeDeliveryStatus;
  readonly attempts: number;
  readonly nextAttemptAt: Date;
  readonly leaseToken: string | null;
  readonly leaseUntil: Date | null;
  readonly errorCode: ErrorCode | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

export interface LoginAttemptRecord {
  readonly id: string;
  readonly connectionId: string;
  readonly ownerId: string;
  readonly guardKey: string;
  readonly outcome: LoginAttemptView["outcome"];
  readonly step: LoginProgress["step"];
  readonly challenge: Challenge | null;
  readonly stateCiphertext: string | null;
  readonly pollAt: Date | null;
  readonly startedAt: Date;
  readonly deadlineAt: Date;
  readonly endedAt: Date | null;
  readonly errorCode: ErrorCode | null;
  readonly leaseToken: string | null;
  readonly leaseUntil: Date | null;
  readonly version: number;
}

export interface LoginGuardRecord {
  readonly key: string;
  readonly failures: number;
  readonly notBefore: Date;
  readonly updatedAt: Date;
}

/** Where stored credentials are kept. `env` is read only, and never the place of a row. */
export type CredentialBackend = "keyring" | "vault" | "database";

export interface CredentialRecord {
  readonly id: string;
  readonly connectionId: string;
  readonly ownerId: string;
  readonly name: string;
  /** Where the value is. */
  readonly backend: CredentialBackend;
  /** Null where the value is elsewhere, under the id of this row. */
  readonly ciphertext: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface CachedReplyRecord {
  readonly id: string;
  readonly connectionId: string;
  readonly ownerId: string;
  readonly kind: string;
  readonly ciphertext: string;
  readonly fetchedAt: Date;
}
