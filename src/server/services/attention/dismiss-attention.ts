import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";

/** Puts an item aside for as long as its facts stay as `stance` says. Nothing is checked: an unknown key hides nothing. */
export async function dismissAttention(
  ctx: ServiceContext,
  { key, stance }: { readonly key: string; readonly stance: string },
): Promise<void> {
  const { userId } = permit(ctx, "read_positions");
  await ctx.storage.attentionDismissals.put({
    ownerId: userId,
    key,
    stance,
    dismissedAt: ctx.clock.now(),
  });
}

/** Takes an item back among those that need attention. */
export async function restoreAttention(ctx: ServiceContext, key: string): Promise<void> {
  const { userId } = permit(ctx, "read_positions");
  await ctx.storage.attentionDismissals.remove(userId, key);
}
