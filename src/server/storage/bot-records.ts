import type { TokenGrant } from "@/shared/schemas/api-token";

export interface ApiTokenRecord extends TokenGrant {
  /** Stands in the token itself. */
  readonly id: string;
  readonly ownerId: string;
  readonly name: string;
  /** SHA-256 of the token's secret part, hexadecimal. */
  readonly secretHash: string;
  readonly allowedAddresses: readonly string[];
  readonly requestsPerMinute: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  readonly replaces: string | null;
  readonly lastUsedAt: Date | null;
  readonly lastUsedFrom: string | null;
  readonly uses: number;
}

/** Uses of one token that a process has counted since it last wrote them. */
export interface TokenUses {
  readonly tokenId: string;
  readonly uses: number;
  readonly lastUsedAt: Date;
  readonly lastUsedFrom: string | null;
}

/** Keeps all programs out: those of the install (`ownerId` is {@link WHOLE_INSTALL}), or those of one person. */
export interface BotFreezeRecord {
  readonly ownerId: string;
  readonly frozenAt: Date;
  /** Who did it, as the audit log names people. */
  readonly by: string;
}

export const WHOLE_INSTALL = "*";

/** A write that was asked for with an idempotency key. Without `answer` it is still going on. */
export interface IdempotencyRecord {
  readonly tokenId: string;
  readonly key: string;
  /** Random: tells who of those that came at once was first. */
  readonly claim: string;
  /** SHA-256 of method, path and body: the same key with another request is refused. */
  readonly requestHash: string;
  /** Status, headers and body as JSON, encrypted: an answer may hold a token. */
  readonly answer: string | null;
  readonly createdAt: Date;
}

/** A broker token that was handed out. The token itself is not kept. */
export interface SessionLeaseRecord {
  readonly id: string;
  readonly connectionId: string;
  readonly ownerId: string;
  readonly tokenId: string;
  readonly kind: "read_only" | "full";
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
}
