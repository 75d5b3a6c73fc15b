import { secretHashOf } from "@/server/services/api-tokens/token-hash";
import { newTokenText } from "@/server/services/api-tokens/token-text";
import type { Services } from "@/server/services/service-context";
import type { ApiTokenRecord } from "@/server/storage/bot-records";
import type { StorageTx } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";
import { MOST_TOKENS } from "@/shared/schemas/api-token";
import type { Secret } from "@/shared/secret";

/** What the maker of a token decides. */
export type TokenPlan = Omit<
  ApiTokenRecord,
  "id" | "secretHash" | "createdAt" | "revokedAt" | "lastUsedAt" | "lastUsedFrom" | "uses"
>;

/**
 * Writes a new token, of which the text is known this once. The transaction must hold the owner's row, so that tokens
 * that are made at once count each other. Throws API_CONFLICT for one too many.
 */
export async function addToken(
  { clock, random }: Pick<Services, "clock" | "random">,
  tx: StorageTx,
  plan: TokenPlan,
): Promise<{ token: ApiTokenRecord; text: Secret }> {
  const now = clock.now();
  if ((await tx.apiTokens.countLive(plan.ownerId, now)) >= MOST_TOKENS) {
    throw new AppError("API_CONFLICT", `You have ${MOST_TOKENS} tokens; revoke one first`);
  }
  const { id, secret, text } = newTokenText(random);
  const token: ApiTokenRecord = {
    ...plan,
    id,
    secretHash: secretHashOf(secret),
    createdAt: now,
    revokedAt: null,
    lastUsedAt: null,
    lastUsedFrom: null,
    uses: 0,
  };
  await tx.apiTokens.create(token);
  return { token, text };
}
