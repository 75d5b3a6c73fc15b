import type { z } from "zod";
import { addToken } from "@/server/services/api-tokens/add-token";
import { confirmPerson } from "@/server/services/api-tokens/confirm-person";
import { loadToken } from "@/server/services/api-tokens/load-token";
import { tokenView } from "@/server/services/api-tokens/token-view";
import { recordEvent } from "@/server/services/audit/record-event";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import type { CreatedToken, rotateTokenInputSchema } from "@/shared/schemas/api-token";

const HOUR_MS = 3_600_000;

/**
 * Makes a token that may do the same as the old one and lives as long as that was meant to; the old one goes on for
 * the overlap, if it does not end before. A token is replaced once: throws API_CONFLICT for one that is replaced or
 * ended already, API_RESOURCE_NOT_FOUND, VALIDATION_INVALID_INPUT for a wrong `confirmPassword`.
 */
export async function rotateToken(
  ctx: ServiceContext,
  input: z.output<typeof rotateTokenInputSchema>,
): Promise<CreatedToken> {
  const actor = permit(ctx, "manage_tokens");
  const targetId = (await loadToken(ctx.storage, actor.userId, input.tokenId)).id;
  await confirmPerson(ctx, actor, { password: input.confirmPassword, type: "API_TOKEN_ROTATED", targetId });
  const now = ctx.clock.now();
  const overlapUntil = new Date(now.getTime() + input.overlapHours * HOUR_MS);
  const { token, text } = await ctx.storage.transaction(async (tx) => {
    // Holds the person's row: of rotations at once the second finds the first one's token.
    await tx.users.update(actor.userId, { updatedAt: now });
    const old = await loadToken(tx, actor.userId, targetId);
    if (old.revokedAt !== null || old.expiresAt <= now) {
      throw new AppError("API_CONFLICT", "The token has ended; make a new one");
    }
    if ((await tx.apiTokens.listOf(actor.userId)).some(({ replaces }) => replaces === old.id)) {
      throw new AppError("API_CONFLICT", "The token was replaced already");
    }
    await tx.apiTokens.endEarlier(old.id, overlapUntil);
    const { ownerId, name, scopes, reach, allowedAddresses, requestsPerMinute } = old;
    const lifeMs = old.expiresAt.getTime() - old.createdAt.getTime();
    const added = await addToken(ctx, tx, {
      ...{ ownerId, name, scopes, reach, allowedAddresses, requestsPerMinute },
      expiresAt: new Date(now.getTime() + lifeMs),
      replaces: old.id,
    });
    await recordEvent(ctx, tx, {
      type: "API_TOKEN_ROTATED",
      outcome: "success",
      targetId: old.id,
      details: { name, replacedBy: added.token.id, overlapHours: input.overlapHours },
    });
    return added;
  });
  return { token: text.reveal(), view: tokenView(token, now) };
}
