import { actorBehind, standingOf, type TokenEnd } from "@/server/services/api-tokens/actor-of-token";
import { isAllowedAddress } from "@/server/services/api-tokens/allowed-address";
import { type RefusalReason, recordRefusal } from "@/server/services/api-tokens/record-refusal";
import { matchesHash } from "@/server/services/api-tokens/token-hash";
import { parseTokenText } from "@/server/services/api-tokens/token-text";
import type { UserActor } from "@/server/services/permit";
import type { RequestFacts, Services } from "@/server/services/service-context";
import type { ApiTokenRecord } from "@/server/storage/bot-records";
import { AppError } from "@/shared/app-error";
import type { ErrorCode } from "@/shared/error-codes";
import type { Secret } from "@/shared/secret";

const REFUSALS = {
  ended: "AUTH_TOKEN_ENDED",
  disabled: "AUTH_TOKEN_ENDED",
  frozen: "AUTH_BOTS_FROZEN",
  address: "AUTH_ADDRESS_REFUSED",
} as const satisfies Record<TokenEnd | "address", ErrorCode>;

/**
 * The person behind a token that a program sent, bounded by its grant; everything that decides is read now, so that
 * a revocation, a freeze or a lost role holds from this call on. Throws AUTH_TOKEN_INVALID alike for a token that
 * never was and a wrong secret, AUTH_TOKEN_ENDED, AUTH_BOTS_FROZEN and AUTH_ADDRESS_REFUSED. A refused token that
 * exists is written down.
 */
export async function authenticateToken(
  services: Pick<Services, "storage" | "cipher" | "clock" | "random" | "feed">,
  bearer: Secret,
  request: RequestFacts,
): Promise<{ actor: UserActor; token: ApiTokenRecord }> {
  const parts = parseTokenText(bearer);
  if (parts === "checksum") {
    throw new AppError("AUTH_TOKEN_INVALID", "The API token was not copied whole, or was mistyped");
  }
  if (parts === "malformed") throw new AppError("AUTH_TOKEN_INVALID");
  const found = await services.storage.apiTokens.withOwner(parts.id);
  if (found === null) throw new AppError("AUTH_TOKEN_INVALID");
  const { token, owner } = found;
  if (!matchesHash(parts.secret, token.secretHash)) {
    const reason: RefusalReason = "wrong_secret";
    await recordRefusal(services, { tokenId: token.id, reason, actor: { type: "anonymous" }, request });
    throw new AppError("AUTH_TOKEN_INVALID");
  }
  const actor = actorBehind(token, owner);
  const standing = await standingOf(services, found);
  const refusal =
    standing ?? (isAllowedAddress(request.ipAddress, token.allowedAddresses) ? null : "address");
  if (refusal !== null) {
    await recordRefusal(services, { tokenId: token.id, reason: refusal, actor, request });
    throw new AppError(REFUSALS[refusal]);
  }
  return { actor, token };
}
