import type { SystemSettingRecord } from "@/server/storage/operation-records";
import type { SettingSource, SettingView } from "@/shared/schemas/system-setting";
import type { ResolvedSettings, SettingOrigin } from "@/shared/settings/resolve-settings";
import type { SettingGroup } from "@/shared/settings/setting";
import { type SettingName, settingOf } from "@/shared/settings/settings";

/** What the views of settings are made of. */
export interface SettingFigures {
  readonly resolved: ResolvedSettings;
  /** What would hold if nothing were saved. */
  readonly below: ResolvedSettings;
  readonly saved: ReadonlyMap<string, SystemSettingRecord>;
}

/** One setting as an admin sees it. */
export function settingView(name: SettingName, group: SettingGroup, figures: SettingFigures): SettingView {
  const { resolved, below, saved } = figures;
  const { label, help, yaml, aliases, form, scope, restart, initially, whenUnset } = settingOf(name);
  const origin = sourceOf(name, resolved, saved);
  return {
    name,
    label,
    help,
    group,
    yaml: yaml === null ? null : `settings.${yaml}`,
    aliases: [...(aliases ?? [])],
    form,
    scope,
    restart: restart ?? false,
    value: resolved.texts.get(name) ?? null,
    shown: shownValue(name, resolved),
    origin,
    locked: origin.layer === "environment",
    default: initially,
    whenUnset: whenUnset ?? null,
    below: { value: below.texts.get(name) ?? null, origin: sourceOf(name, below, saved) },
  };
}

function sourceOf(
  name: SettingName,
  { origins }: ResolvedSettings,
  saved: SettingFigures["saved"],
): SettingSource {
  const origin: SettingOrigin = origins.get(name) ?? { layer: "default" };
  if (origin.layer !== "saved") return origin;
  const row = saved.get(name);
  // Between the read of the rows and of what is in force, another process may have taken the value back.
  return row === undefined
    ? { layer: "default" }
    : { layer: "saved", by: row.updatedBy, at: row.updatedAt.toISOString() };
}

/** A value in words; of a secret only whether it is set. */
function shownValue(name: SettingName, { values, texts }: ResolvedSettings): string {
  const { form, whenUnset } = settingOf(name);
  if (form.kind === "secret") return values[name] === undefined ? "not set" : "set";
  const text = texts.get(name);
  if (text === undefined) return whenUnset ?? "not set";
  if (form.kind === "switch") return text.toLowerCase() === "true" ? "on" : "off";
  if (form.kind === "integer" && form.unit !== null) return `${text} ${form.unit}`;
  return text || "none";
}
