import type { SettingList, SettingView } from "@/shared/schemas/system-setting";

/** A setting as the page gets it: a text of the pages' group at its default, but for what is given. */
export function settingView(given: Partial<SettingView> = {}): SettingView {
  const value = given.default ?? "auto";
  return {
    name: "THEME",
    label: "Theme",
    help: "Light, dark, or as the device is set.",
    group: "interface",
    yaml: "settings.ui.theme",
    aliases: [],
    form: { kind: "text" },
    scope: "admin",
    restart: false,
    value,
    shown: value,
    origin: { layer: "default" },
    locked: false,
    default: value,
    whenUnset: null,
    below: { value, origin: { layer: "default" } },
    ...given,
  };
}

/** A list with one group of these settings. */
export function settingListOf(settings: readonly SettingView[], version = 1): SettingList {
  return { version, groups: [{ group: "interface", title: "Pages", settings: [...settings] }] };
}
