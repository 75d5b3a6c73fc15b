import { recordEvent } from "@/server/services/audit/record-event";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { takeUpSettings } from "@/server/services/settings/take-up-settings";
import { type ConfigLine, configText } from "@/shared/settings/config-text";
import type { ResolvedSettings } from "@/shared/settings/resolve-settings";
import { SETTING_NAMES, type SettingName, settingOf } from "@/shared/settings/settings";

/**
 * Everything that is set, by whatever layer, as a `config.yaml`; what may not stand there, as secrets may not, is
 * named in a comment. It is recorded.
 */
export async function exportSettings(ctx: ServiceContext): Promise<{ yaml: string }> {
  permit(ctx, "modify_settings");
  await takeUpSettings(ctx);
  const { resolved } = ctx.liveSettings;
  const lines = SETTING_NAMES.map((name) => lineOf(name, resolved)).filter((line) => line !== null);
  const written = new Set(lines.map(({ name }) => name));
  const others = SETTING_NAMES.filter((name) => isSet(name, resolved) && !written.has(name));
  const yaml = configText(lines, [
    `Settings of Wheelhouse, ${ctx.clock.now().toISOString()}.`,
    ...(others.length === 0 ? [] : [`Set, but no part of a file: ${others.join(", ")}.`]),
  ]);
  await ctx.storage.transaction((tx) =>
    recordEvent(ctx, tx, {
      type: "SETTINGS_EXPORTED",
      outcome: "success",
      details: { settings: lines.length },
    }),
  );
  return { yaml };
}

const isSet = (name: SettingName, { origins }: ResolvedSettings): boolean =>
  (origins.get(name)?.layer ?? "default") !== "default";

function lineOf(name: SettingName, resolved: ResolvedSettings): ConfigLine | null {
  const text = resolved.texts.get(name);
  if (text === undefined || settingOf(name).yaml === null || !isSet(name, resolved)) return null;
  return { name, text, isComment: false, above: [], behind: settingOf(name).label };
}
