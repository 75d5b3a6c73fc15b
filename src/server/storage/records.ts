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
} from "@/shared/schemas/connection";

export interface InstallRecord {
  readonly setupCodeHash: string | null;
  readonly setupCompletedAt: Date | null;
  readonly keyCanary: string | null;
  readonly masterKeyFingerprint: string | null;
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
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly version: number;
}

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

export interface CredentialRecord {
  readonly id: string;
  readonly connectionId: string;
  readonly ownerId: string;
  readonly name: string;
  readonly ciphertext: string;
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
