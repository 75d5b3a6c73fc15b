import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { StorageTx } from "@/server/storage/storage";
import {
  type AttentionSettings,
  attentionSettingsSchema,
  DEFAULT_ATTENTION_SETTINGS,
} from "@/shared/schemas/attention";

const PREFERENCE = "attention";

/** A person's thresholds; those of the product where the person has not chosen any. */
export async function settingsOf(storage: StorageTx, ownerId: string): Promise<AttentionSettings> {
  const text = await storage.preferences.get(ownerId, PREFERENCE);
  return text === null ? DEFAULT_ATTENTION_SETTINGS : attentionSettingsSchema.parse(JSON.parse(text));
}

/** The thresholds of the person who asks. */
export async function readAttentionSettings(ctx: ServiceContext): Promise<AttentionSettings> {
  return settingsOf(ctx.storage, permit(ctx, "read_positions").userId);
}

/** Replaces the person's thresholds. */
export async function changeAttentionSettings(
  ctx: ServiceContext,
  settings: AttentionSettings,
): Promise<AttentionSettings> {
  const { userId } = permit(ctx, "read_positions");
  await ctx.storage.preferences.put(userId, PREFERENCE, JSON.stringify(settings), ctx.clock.now());
  return settings;
}
