import { knownAccounts } from "@/server/services/api-tokens/own-reach";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { TokenChoices } from "@/shared/schemas/api-token";
import { scopesOf } from "@/shared/scope-permissions";

/** What the person may give to a token: the scopes of their roles, their connections, and the accounts known of them. */
export async function listTokenChoices(ctx: ServiceContext): Promise<TokenChoices> {
  const { userId, roles } = permit(ctx, "manage_tokens");
  const connections = await ctx.storage.connections.listOf(userId);
  return {
    scopes: scopesOf(roles),
    connections: await Promise.all(
      connections.map(async (connection) => {
        const { id, broker, label } = connection;
        return { id, broker, label, accounts: await knownAccounts(ctx, connection) };
      }),
    ),
  };
}
