import type { ApiTokenRecord, SessionLeaseRecord } from "@/server/storage/bot-records";
import { WHOLE_REACH } from "@/shared/schemas/api-token";

const CREATED = new Date("2026-03-02T14:00:00.000Z");
const EXPIRES = new Date("2026-06-01T14:00:00.000Z");

let count = 0;

/** A live token that may read positions, from anywhere. */
export function buildApiToken(
  given: Partial<ApiTokenRecord> & Pick<ApiTokenRecord, "ownerId">,
): ApiTokenRecord {
  count += 1;
  return {
    id: `token-${count}`,
    name: "bot",
    scopes: ["read:positions"],
    reach: WHOLE_REACH,
    secretHash: "00".repeat(32),
    allowedAddresses: [],
    requestsPerMinute: 120,
    createdAt: CREATED,
    expiresAt: EXPIRES,
    revokedAt: null,
    replaces: null,
    lastUsedAt: null,
    lastUsedFrom: null,
    uses: 0,
    ...given,
  };
}

/** A lease that is not ended. */
export function buildSessionLease(
  given: Partial<SessionLeaseRecord> & Pick<SessionLeaseRecord, "ownerId" | "connectionId">,
): SessionLeaseRecord {
  count += 1;
  return {
    id: `lease-${count}`,
    tokenId: "token-1",
    kind: "read_only",
    createdAt: CREATED,
    expiresAt: EXPIRES,
    endedAt: null,
    ...given,
  };
}
