import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { listSettings } from "@/server/services/settings/list-settings";
import { previewSettings } from "@/server/services/settings/preview-settings";
import { takeUpSettings } from "@/server/services/settings/take-up-settings";
import { writeSettingChanges } from "@/server/services/settings/write-setting-changes";
import { AppError } from "@/shared/app-error";
import type { SettingList } from "@/shared/schemas/system-setting";

/**
 * Saves what {@link previewSettings} showed, all or none. Throws VALIDATION_INVALID_INPUT with all problems of the
 * text, and API_CONFLICT where settings were saved since `version`.
 */
export async function importSettings(
  ctx: ServiceContext,
  { yaml, version }: { readonly yaml: string; readonly version: number },
): Promise<SettingList> {
  const person = permit(ctx, "modify_settings");
  const { problems, changes } = await previewSettings(ctx, { yaml });
  if (problems.length > 0) {
    const text = problems.map(({ message }) => message).join("\n");
    throw new AppError("VALIDATION_INVALID_INPUT", text, { fields: { yaml: text } });
  }
  const wanted = changes.map(({ name, after }) => ({ name, value: after }));
  await ctx.storage.transaction((tx) => writeSettingChanges(ctx, tx, person, wanted, { version }));
  await takeUpSettings(ctx);
  return listSettings(ctx);
}
