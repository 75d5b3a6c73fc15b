import type { SettingList, SettingView } from "@/shared/schemas/system-setting";

/** Edits that are not saved, by name; null takes the saved value back. */
export type SettingDrafts = ReadonlyMap<string, string | null>;

export const NO_DRAFTS: SettingDrafts = new Map();

/** One setting whose value changes. */
export interface SettingDifference {
  readonly setting: SettingView;
  readonly before: string | null;
  readonly after: string | null;
  /** Whether the saved value is taken back, so that what stands below it holds. */
  readonly takesBack: boolean;
}

export const allSettings = ({ groups }: Pick<SettingList, "groups">): readonly SettingView[] =>
  groups.flatMap(({ settings }) => settings);

/** Whether an admin may change it on the page: not what the environment holds, nor what only the operator sets. */
export const isEditable = ({ locked, scope, form }: SettingView): boolean =>
  !locked && scope !== "operator" && form.kind !== "secret";

/** What the field shows: the edit, or what is in force. */
export function fieldValue(setting: SettingView, drafts: SettingDrafts): string {
  const draft = drafts.get(setting.name);
  if (draft === undefined) return setting.value ?? "";
  return draft ?? setting.below.value ?? "";
}

/**
 * Notes an edit. What stands as it was is none, and an empty field takes the value back where the setting may be
 * without one.
 */
export function withEdit(drafts: SettingDrafts, setting: SettingView, text: string | null): SettingDrafts {
  const next = new Map(drafts);
  const mayBeUnset = setting.default === null && setting.below.value === null;
  const value = text?.trim() === "" && mayBeUnset ? null : text;
  const isSaved = setting.origin.layer === "saved";
  if (value === null ? !isSaved : value === (setting.value ?? "")) next.delete(setting.name);
  else next.set(setting.name, value);
  return next;
}

/** Before and after of every edit, in the order of the page. What can't be edited any more is left out. */
export function differencesOf(list: SettingList, drafts: SettingDrafts): readonly SettingDifference[] {
  return allSettings(list).flatMap((setting) => {
    const draft = drafts.get(setting.name);
    if (draft === undefined || !isEditable(setting)) return [];
    const after = draft ?? setting.below.value;
    return [{ setting, before: setting.value, after, takesBack: draft === null }];
  });
}

/** What somebody else saved between two readings of the list. */
export function changesBetween(earlier: SettingList, later: SettingList): readonly SettingDifference[] {
  const before = new Map(allSettings(earlier).map((setting) => [setting.name, setting.value]));
  return allSettings(later).flatMap((setting) => {
    const was = before.get(setting.name);
    return was === undefined || was === setting.value
      ? []
      : [{ setting, before: was, after: setting.value, takesBack: setting.origin.layer !== "saved" }];
  });
}

/** The edits that still are some: what somebody else saved to the same value is done. */
export function withoutDone(list: SettingList, drafts: SettingDrafts): SettingDrafts {
  const settings = new Map(allSettings(list).map((setting) => [setting.name, setting]));
  return new Map(
    [...drafts].filter(([name, value]) => {
      const setting = settings.get(name);
      if (setting === undefined || !isEditable(setting)) return false;
      return value === null ? setting.origin.layer === "saved" : value !== (setting.value ?? "");
    }),
  );
}
