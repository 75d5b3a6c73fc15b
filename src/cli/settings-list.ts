import type { ResolvedSettings, SettingOrigin } from "@/shared/settings/resolve-settings";
import { SETTING_NAMES, type SettingName, settingOf } from "@/shared/settings/settings";

/** A setting in force. */
export interface SettingRow {
  readonly name: SettingName;
  /** Null where it is not set and has no default. Of a secret it only says that it is set. */
  readonly value: string | null;
  readonly from: string;
}

const HIDDEN = "set, not shown";

/** Every setting with its value and where it comes from; those of programs without a person are not among them. */
export function listSettings({ values, texts, origins }: ResolvedSettings): SettingRow[] {
  return SETTING_NAMES.filter((name) => origins.has(name)).map((name) => ({
    name,
    value: settingOf(name).form.kind === "secret" ? hiddenValue(values[name]) : textOf(name, texts.get(name)),
    from: originText(origins.get(name) ?? { layer: "default" }),
  }));
}

const hiddenValue = (value: unknown): string | null => (value === undefined ? null : HIDDEN);

function textOf(name: SettingName, text: string | undefined): string | null {
  return text === undefined ? (settingOf(name).whenUnset ?? null) : text || "none";
}

/** Where a value comes from, in words. */
export function originText(origin: SettingOrigin): string {
  switch (origin.layer) {
    case "default":
      return "default";
    case "file":
      return `${origin.file}, line ${origin.line}`;
    case "saved":
      return "settings page";
    case "environment":
      return "environment";
  }
}
