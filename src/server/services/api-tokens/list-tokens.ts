import { tokenView } from "@/server/services/api-tokens/token-view";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { ApiTokenView } from "@/shared/schemas/api-token";

/** The person's own tokens, newest first, ended ones included until they are cleaned up. */
export async function listTokens(ctx: ServiceContext): Promise<ApiTokenView[]> {
  const { userId } = permit(ctx, "manage_tokens");
  const now = ctx.clock.now();
  return (await ctx.storage.apiTokens.listOf(userId)).map((token) => tokenView(token, now));
}
