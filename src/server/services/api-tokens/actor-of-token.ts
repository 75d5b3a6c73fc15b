import type { Actor, Services } from "@/server/services/service-context";
import { type ApiTokenRecord, WHOLE_INSTALL } from "@/server/storage/bot-records";
import type { UserRecord } from "@/server/storage/records";

/** Why a token that exists does not act. */
export type TokenEnd = "ended" | "frozen" | "disabled";

/** Whether the token may act now, with everything that decides it read at this moment. */
export async function standingOf(
  services: Pick<Services, "storage" | "clock">,
  { token, owner }: { readonly token: ApiTokenRecord; readonly owner: UserRecord },
): Promise<TokenEnd | null> {
  if (token.revokedAt !== null || token.expiresAt <= services.clock.now()) return "ended";
  if (owner.disabledAt !== null) return "disabled";
  const freezes = await services.storage.botFreezes.get([WHOLE_INSTALL, owner.id]);
  return freezes.length > 0 ? "frozen" : null;
}

/** The person for whom a token acts, bounded by its grant. */
export function actorBehind(token: ApiTokenRecord, owner: UserRecord): Extract<Actor, { type: "user" }> {
  return {
    type: "user",
    userId: owner.id,
    email: owner.email,
    displayName: owner.displayName,
    roles: owner.roles,
    isOwner: owner.isOwner,
    appSessionId: null,
    token: { id: token.id, grant: { scopes: token.scopes, reach: token.reach } },
  };
}

/** The actor behind a token's row as things stand; `anonymous` when it may not act any more. */
export async function actorOfToken(
  services: Pick<Services, "storage" | "clock">,
  tokenId: string,
): Promise<Actor> {
  const found = await services.storage.apiTokens.withOwner(tokenId);
  if (found === null || (await standingOf(services, found)) !== null) return { type: "anonymous" };
  return actorBehind(found.token, found.owner);
}
