import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { refuseChange, refuseSaving } from "@/server/services/settings/refuse-change";
import { takeUpSettings } from "@/server/services/settings/take-up-settings";
import type { SettingPreview } from "@/shared/schemas/system-setting";
import { readSetting } from "@/shared/settings/resolve-settings";
import { settingOf } from "@/shared/settings/settings";

/** The name of an imported text in messages. */
const FILE = "The file";

/**
 * What importing this text would do: nothing, where it has problems. A setting that is as the file has it already is
 * not among the changes; one that no admin may save at present is skipped, with the reason.
 */
export async function previewSettings(
  ctx: ServiceContext,
  { yaml }: { readonly yaml: string },
): Promise<SettingPreview> {
  permit(ctx, "modify_settings");
  await takeUpSettings(ctx);
  const { liveSettings } = ctx;
  const { values, problems } = liveSettings.parse(yaml, FILE);
  const preview = {
    version: liveSettings.version,
    problems: problems.map(({ line, text }) => ({ line, message: text })),
    changes: [] as SettingPreview["changes"],
    skipped: [] as SettingPreview["skipped"],
  };
  for (const [name, { text: given, line, key, found }] of values) {
    const text = given.trim();
    const { label, restart = false } = settingOf(name);
    const read = readSetting(name, text, key);
    const reason = refuseSaving(ctx, name);
    const before = liveSettings.resolved.texts.get(name) ?? null;
    if ("message" in read) {
      preview.problems.push({ line, message: `${read.message}; ${FILE}, line ${line}: ${key} is ${found}.` });
    } else if (before === text) {
    } else if (reason !== null) {
      preview.skipped.push({ name, label, reason });
    } else {
      const refusal = refuseChange(ctx, name, text);
      if (refusal !== null) preview.problems.push({ line, message: `${FILE}, line ${line}: ${refusal}.` });
      preview.changes.push({ name, label, before, after: text, restart });
    }
  }
  return preview;
}
