import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { listSettings } from "@/server/services/settings/list-settings";
import { refuseChange } from "@/server/services/settings/refuse-change";
import { takeUpSettings } from "@/server/services/settings/take-up-settings";
import { writeSettingChanges } from "@/server/services/settings/write-setting-changes";
import { AppError } from "@/shared/app-error";
import type { ChangeSettingsInput, SettingList } from "@/shared/schemas/system-setting";

/**
 * Saves values, or takes saved ones back, all or none; they are in force here at once, and in other processes within
 * seconds. Throws VALIDATION_INVALID_INPUT with a sentence for each setting that is wrong, locked, or no admin's to
 * change, and API_CONFLICT where settings were saved since `version`.
 */
export async function changeSettings(ctx: ServiceContext, input: ChangeSettingsInput): Promise<SettingList> {
  const person = permit(ctx, "modify_settings");
  const fields: Record<string, string> = {};
  const wanted = new Map<string, string | null>();
  for (const { name, value } of input.changes) {
    const text = value?.trim() ?? null;
    const refusal = wanted.has(name) ? `${name} is there twice` : refuseChange(ctx, name, text);
    if (refusal !== null) fields[name] = refusal;
    wanted.set(name, text);
  }
  if (Object.keys(fields).length > 0) {
    throw new AppError("VALIDATION_INVALID_INPUT", Object.values(fields).join("; "), { fields });
  }
  const { version } = input;
  const changes = [...wanted].map(([name, value]) => ({ name, value }));
  await ctx.storage.transaction((tx) => writeSettingChanges(ctx, tx, person, changes, { version }));
  await takeUpSettings(ctx);
  return listSettings(ctx);
}
