import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { refuseUndo } from "@/server/services/settings/list-setting-changes";
import { listSettings } from "@/server/services/settings/list-settings";
import { takeUpSettings } from "@/server/services/settings/take-up-settings";
import { writeSettingChanges } from "@/server/services/settings/write-setting-changes";
import { AppError } from "@/shared/app-error";
import type { SettingList } from "@/shared/schemas/system-setting";

/**
 * Takes one change back, where the setting still is what that change made it; the history gets a change of its own.
 * Throws API_RESOURCE_NOT_FOUND, and API_CONFLICT with the reason where it can't be taken back any more.
 */
export async function undoSettingChange(
  ctx: ServiceContext,
  { changeId }: { readonly changeId: string },
): Promise<SettingList> {
  const person = permit(ctx, "modify_settings");
  await ctx.storage.transaction(async (tx) => {
    const change = await tx.systemSettings.change(changeId);
    if (change === null) throw new AppError("API_RESOURCE_NOT_FOUND");
    const version = await tx.systemSettings.version();
    const saved = (await tx.systemSettings.list()).find(({ name }) => name === change.name);
    const refusal = refuseUndo(ctx, change, saved?.value ?? null);
    if (refusal !== null) throw new AppError("API_CONFLICT", refusal);
    const wanted = [{ name: change.name, value: change.before }];
    await writeSettingChanges(ctx, tx, person, wanted, { version, undoes: change.id });
  });
  await takeUpSettings(ctx);
  return listSettings(ctx);
}
