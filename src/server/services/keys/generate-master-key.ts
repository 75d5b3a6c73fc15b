import { confirmPerson } from "@/server/services/api-tokens/confirm-person";
import { recordEvent } from "@/server/services/audit/record-event";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConfirmInput, GeneratedKeyView } from "@/shared/schemas/keys";

/**
 * Makes a new master key, which changes nothing yet: it waits beside the present one, or is given out, once, where the
 * operator keeps the keys. Throws API_CONFLICT where one waits already, and as {@link confirmPerson}.
 */
export async function generateMasterKey(ctx: ServiceContext, input: ConfirmInput): Promise<GeneratedKeyView> {
  const actor = permit(ctx, "manage_keys");
  await confirmPerson(ctx, actor, {
    password: input.confirmPassword,
    type: "MASTER_KEY_GENERATED",
    targetId: null,
  });
  const { fingerprint, text } = await ctx.masterKeys.generate();
  await ctx.storage.transaction((tx) =>
    recordEvent(ctx, tx, {
      type: "MASTER_KEY_GENERATED",
      outcome: "success",
      targetId: fingerprint,
      details: { source: ctx.masterKeys.source.kind },
    }),
  );
  return { fingerprint, key: text?.reveal() ?? null };
}
