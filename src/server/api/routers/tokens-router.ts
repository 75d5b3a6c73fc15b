import { z } from "zod";
import { audited, noAudit } from "@/server/api/policy";
import { procedure, router } from "@/server/api/trpc";
import { createToken } from "@/server/services/api-tokens/create-token";
import { freezeBots, unfreezeBots } from "@/server/services/api-tokens/freeze-bots";
import { listTokenChoices } from "@/server/services/api-tokens/list-token-choices";
import { listTokens } from "@/server/services/api-tokens/list-tokens";
import { readBotFreeze } from "@/server/services/api-tokens/read-bot-freeze";
import { revokeToken } from "@/server/services/api-tokens/revoke-token";
import { rotateToken } from "@/server/services/api-tokens/rotate-token";
import {
  apiTokenViewSchema,
  botFreezeViewSchema,
  createdTokenSchema,
  createTokenInputSchema,
  rotateTokenInputSchema,
  tokenChoicesSchema,
  tokenIdInputSchema,
} from "@/shared/schemas/api-token";

const access = "manage_tokens" as const;
const readsOwn = noAudit("reads the person's own tokens");

/** What the person's programs sign in with, and the switches that keep programs out. */
export const tokensRouter = router({
  list: procedure({ access, audit: readsOwn, output: z.array(apiTokenViewSchema) }).query(({ ctx }) =>
    listTokens(ctx),
  ),
  choices: procedure({ access, audit: readsOwn, output: tokenChoicesSchema }).query(({ ctx }) =>
    listTokenChoices(ctx),
  ),
  create: procedure({ access, audit: audited("API_TOKEN_CREATED"), output: createdTokenSchema })
    .input(createTokenInputSchema)
    .mutation(({ ctx, input }) => createToken(ctx, input)),
  rotate: procedure({ access, audit: audited("API_TOKEN_ROTATED"), output: createdTokenSchema })
    .input(rotateTokenInputSchema)
    .mutation(({ ctx, input }) => rotateToken(ctx, input)),
  revoke: procedure({ access, audit: audited("API_TOKEN_REVOKED"), output: apiTokenViewSchema })
    .input(tokenIdInputSchema)
    .mutation(({ ctx, input }) => revokeToken(ctx, input)),
  freezeState: procedure({ access, audit: readsOwn, output: botFreezeViewSchema }).query(({ ctx }) =>
    readBotFreeze(ctx),
  ),
  freeze: procedure({ access, audit: audited("BOTS_FROZEN"), output: botFreezeViewSchema }).mutation(
    ({ ctx }) => freezeBots(ctx, { scope: "own" }),
  ),
  unfreeze: procedure({ access, audit: audited("BOTS_UNFROZEN"), output: botFreezeViewSchema }).mutation(
    ({ ctx }) => unfreezeBots(ctx, { scope: "own" }),
  ),
  freezeInstall: procedure({
    access: "freeze_bots",
    audit: audited("BOTS_FROZEN"),
    output: botFreezeViewSchema,
  }).mutation(({ ctx }) => freezeBots(ctx, { scope: "install" })),
  unfreezeInstall: procedure({
    access: "freeze_bots",
    audit: audited("BOTS_UNFROZEN"),
    output: botFreezeViewSchema,
  }).mutation(({ ctx }) => unfreezeBots(ctx, { scope: "install" })),
});
