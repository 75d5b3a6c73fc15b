import { loadToken } from "@/server/services/api-tokens/load-token";
import { tokenView } from "@/server/services/api-tokens/token-view";
import { recordEvent } from "@/server/services/audit/record-event";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { ApiTokenView, TokenIdInput } from "@/shared/schemas/api-token";

/**
 * Ends a token: the next call with it is refused. Revoking one that is revoked already is no fault, and no event.
 * Throws API_RESOURCE_NOT_FOUND.
 */
export async function revokeToken(ctx: ServiceContext, input: TokenIdInput): Promise<ApiTokenView> {
  const { userId } = permit(ctx, "manage_tokens");
  const now = ctx.clock.now();
  return ctx.storage.transaction(async (tx) => {
    const { id, name } = await loadToken(tx, userId, input.tokenId);
    if (await tx.apiTokens.revoke(id, now)) {
      await recordEvent(ctx, tx, {
        type: "API_TOKEN_REVOKED",
        outcome: "success",
        targetId: id,
        details: { name },
      });
    }
    return tokenView(await loadToken(tx, userId, id), now);
  });
}
