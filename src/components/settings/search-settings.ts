import type { SettingList, SettingView } from "@/shared/schemas/system-setting";

/** Which settings are shown: all, those that are not at their default, those that the environment sets, or the edited. */
export type SettingFilter = "all" | "changed" | "environment" | "edited";

/** Whether a setting passes the filter; `edited` holds the names with an edit that is not saved. */
export function passesFilter(
  setting: SettingView,
  filter: SettingFilter,
  edited: ReadonlyMap<string, unknown>,
): boolean {
  switch (filter) {
    case "all":
      return true;
    case "changed":
      return setting.origin.layer !== "default";
    case "environment":
      return setting.origin.layer === "environment";
    case "edited":
      return edited.has(setting.name);
  }
}

/** Every word must be somewhere in name, spellings, label, help or key, whatever its case. */
function matches(setting: SettingView, words: readonly string[]): boolean {
  const { name, aliases, label, help, yaml } = setting;
  const text = [name, ...aliases, label, help, yaml ?? ""].join("\n").toLowerCase();
  return words.every((word) => text.includes(word));
}

/** The groups with what is left of them; groups without anything left are left out. */
export function searchSettings(
  groups: SettingList["groups"],
  text: string,
  filter: SettingFilter,
  edited: ReadonlyMap<string, unknown>,
): SettingList["groups"] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return groups
    .map((group) => ({
      ...group,
      settings: group.settings.filter(
        (setting) => passesFilter(setting, filter, edited) && matches(setting, words),
      ),
    }))
    .filter(({ settings }) => settings.length > 0);
}
