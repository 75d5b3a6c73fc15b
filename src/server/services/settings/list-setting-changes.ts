import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { refuseChange } from "@/server/services/settings/refuse-change";
import type { SettingChangeRecord } from "@/server/storage/operation-records";
import type { SettingHistory, SettingHistoryInput } from "@/shared/schemas/system-setting";
import { isSettingName, settingOf } from "@/shared/settings/settings";

/** What was changed, when and by whom, newest first; of one setting, or of all. */
export async function listSettingChanges(
  ctx: ServiceContext,
  { name, limit }: SettingHistoryInput,
): Promise<SettingHistory> {
  permit(ctx, "modify_settings");
  const { systemSettings } = ctx.storage;
  const saved = new Map((await systemSettings.list()).map((row) => [row.name, row.value]));
  const changes = await systemSettings.changes({ ...(name !== undefined && { name }), limit });
  return {
    changes: changes.map((change) => ({
      id: change.id,
      name: change.name,
      // A setting that an older version had.
      label: isSettingName(change.name) ? settingOf(change.name).label : change.name,
      before: change.before,
      after: change.after,
      at: change.at.toISOString(),
      by: change.by,
      undoes: change.undoes,
      undoable: refuseUndo(ctx, change, saved.get(change.name) ?? null) === null,
    })),
  };
}

/** Why a change can't be taken back, now that this is saved; null where it can. */
export function refuseUndo(
  ctx: Pick<ServiceContext, "liveSettings">,
  { name, before, after }: Pick<SettingChangeRecord, "name" | "before" | "after">,
  saved: string | null,
): string | null {
  if (saved !== after) return `${name} was changed since: what it is now is not what this change made it`;
  return refuseChange(ctx, name, before);
}
