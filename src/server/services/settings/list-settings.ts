import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { settingView } from "@/server/services/settings/setting-view";
import { takeUpSettings } from "@/server/services/settings/take-up-settings";
import type { SettingList } from "@/shared/schemas/system-setting";
import { SETTING_GROUPS, type SettingGroup } from "@/shared/settings/setting";
import { SETTINGS_BY_GROUP, type SettingName } from "@/shared/settings/settings";

const GROUPS = Object.keys(SETTING_GROUPS) as SettingGroup[];

/**
 * All settings with their values, where these come from, and what would hold without what is saved. Of a secret it
 * says only whether it is set; the credentials of programs are not among them, since the web server never reads them.
 */
export async function listSettings(ctx: ServiceContext): Promise<SettingList> {
  permit(ctx, "modify_settings");
  await takeUpSettings(ctx);
  const { liveSettings } = ctx;
  const rows = await ctx.storage.systemSettings.list();
  const figures = {
    resolved: liveSettings.resolved,
    below: liveSettings.joined(new Map()),
    saved: new Map(rows.map((row) => [row.name, row])),
  };
  const groups = GROUPS.map((group) => ({
    group,
    title: SETTING_GROUPS[group],
    settings: (Object.keys(SETTINGS_BY_GROUP[group]) as SettingName[])
      .filter((name) => figures.resolved.origins.has(name))
      .map((name) => settingView(name, group, figures)),
  }));
  return { version: liveSettings.version, groups: groups.filter(({ settings }) => settings.length > 0) };
}
