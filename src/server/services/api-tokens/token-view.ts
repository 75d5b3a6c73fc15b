import { hintOf } from "@/server/services/api-tokens/token-text";
import type { ApiTokenRecord } from "@/server/storage/bot-records";
import type { ApiTokenView } from "@/shared/schemas/api-token";

/** A token as its owner sees it. */
export function tokenView(token: ApiTokenRecord, now: Date): ApiTokenView {
  return {
    id: token.id,
    name: token.name,
    hint: hintOf(token.id),
    scopes: [...token.scopes],
    reach: token.reach,
    allowedAddresses: [...token.allowedAddresses],
    requestsPerMinute: token.requestsPerMinute,
    createdAt: token.createdAt.toISOString(),
    expiresAt: token.expiresAt.toISOString(),
    revokedAt: token.revokedAt?.toISOString() ?? null,
    replaces: token.replaces,
    state: token.revokedAt !== null ? "revoked" : token.expiresAt <= now ? "expired" : "live",
    lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
    lastUsedFrom: token.lastUsedFrom,
    uses: token.uses,
  };
}
