import type { z } from "zod";
import { addToken } from "@/server/services/api-tokens/add-token";
import { confirmPerson } from "@/server/services/api-tokens/confirm-person";
import { requireOwnReach } from "@/server/services/api-tokens/own-reach";
import { requireAllowedScopes } from "@/server/services/api-tokens/require-allowed-scopes";
import { tokenView } from "@/server/services/api-tokens/token-view";
import { recordEvent } from "@/server/services/audit/record-event";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { type CreatedToken, type createTokenInputSchema, SCOPE_NAMES } from "@/shared/schemas/api-token";

const DAY_MS = 86_400_000;

/**
 * Makes a token for the person's programs; its text is in the answer and nowhere else. Throws
 * VALIDATION_INVALID_INPUT with the field for scopes beyond the person's roles, a reach that is not theirs or a wrong
 * `confirmPassword` (asked of app sessions), API_CONFLICT for one token too many, AUTH_RATE_LIMITED.
 */
export async function createToken(
  ctx: ServiceContext,
  input: z.output<typeof createTokenInputSchema>,
): Promise<CreatedToken> {
  const actor = permit(ctx, "manage_tokens");
  const { name, reach, requestsPerMinute, expiresInDays } = input;
  const scopes = SCOPE_NAMES.filter((scope) => input.scopes.includes(scope));
  requireAllowedScopes(actor, { scopes, reach });
  await requireOwnReach(ctx, actor.userId, reach);
  await confirmPerson(ctx, actor, {
    password: input.confirmPassword,
    type: "API_TOKEN_CREATED",
    targetId: null,
  });
  const now = ctx.clock.now();
  const expiresAt = new Date(now.getTime() + expiresInDays * DAY_MS);
  const allowedAddresses = [...new Set(input.allowedAddresses)];
  const { token, text } = await ctx.storage.transaction(async (tx) => {
    await tx.users.update(actor.userId, { updatedAt: now });
    const plan = { ownerId: actor.userId, name, scopes, reach, requestsPerMinute, expiresAt };
    const added = await addToken(ctx, tx, { ...plan, allowedAddresses, replaces: null });
    await recordEvent(ctx, tx, {
      type: "API_TOKEN_CREATED",
      outcome: "success",
      targetId: added.token.id,
      details: {
        name,
        scopes,
        brokers: reach.brokers ?? "all",
        connections: reach.connectionIds ?? "all",
        accounts: reach.accountIds ?? "all",
        addresses: allowedAddresses,
        expiresAt: expiresAt.toISOString(),
      },
    });
    return added;
  });
  return { token: text.reveal(), view: tokenView(token, now) };
}
