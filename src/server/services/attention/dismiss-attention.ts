import { reachableAttention } from "@/server/services/attention/read-attention";
import { reachesEverything } from "@/server/services/connections/reach";
import { permit, type UserActor } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";

/**
 * Puts an item aside for as long as its facts stay as `stance` says. Nothing is checked: an unknown key hides nothing.
 * But a token with a limited reach must name an item that it can see, else API_RESOURCE_NOT_FOUND.
 */
export async function dismissAttention(
  ctx: ServiceContext,
  { key, stance }: { readonly key: string; readonly stance: string },
): Promise<void> {
  const actor = permit(ctx, "read_positions", "write:attention");
  await requireInReach(ctx, actor, key);
  const dismissedAt = ctx.clock.now();
  await ctx.storage.attentionDismissals.put({ ownerId: actor.userId, key, stance, dismissedAt });
}

/** Takes an item back among those that need attention; for a token with a limited reach as {@link dismissAttention}. */
export async function restoreAttention(ctx: ServiceContext, key: string): Promise<void> {
  const actor = permit(ctx, "read_positions", "write:attention");
  await requireInReach(ctx, actor, key);
  await ctx.storage.attentionDismissals.remove(actor.userId, key);
}

async function requireInReach(ctx: ServiceContext, actor: UserActor, key: string): Promise<void> {
  if (reachesEverything(actor)) return;
  const { items } = await reachableAttention(ctx, actor, { fresh: false });
  if (!items.some((item) => item.key === key)) {
    throw new AppError("API_RESOURCE_NOT_FOUND", "There is no such item");
  }
}
