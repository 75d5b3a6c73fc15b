import type { ServiceContext } from "@/server/services/service-context";
import { newSetupCode, setupCodeHash } from "@/server/services/setup/setup-code";

/**
 * Makes the one-time code for the console while the install has no owner; a code from before stops working. Null
 * once setup is done. Only its keyed hash is stored. For the program's start, not for people.
 */
export async function issueSetupCode(
  ctx: Pick<ServiceContext, "storage" | "cipher" | "random">,
): Promise<string | null> {
  const { setupCompletedAt } = await ctx.storage.install.get();
  if (setupCompletedAt !== null) return null;
  const code = newSetupCode(ctx.random);
  await ctx.storage.install.setSetupCodeHash(setupCodeHash(ctx.cipher, code));
  return code;
}
