import { audited, noAudit, publicAccess } from "@/server/api/policy";
import { procedure, router } from "@/server/api/trpc";
import { changeSettings } from "@/server/services/settings/change-settings";
import { exportSettings } from "@/server/services/settings/export-settings";
import { importSettings } from "@/server/services/settings/import-settings";
import { listSettingChanges } from "@/server/services/settings/list-setting-changes";
import { listSettings } from "@/server/services/settings/list-settings";
import { changePreferences, readPreferences, systemTheme } from "@/server/services/settings/preferences";
import { previewSettings } from "@/server/services/settings/preview-settings";
import { undoSettingChange } from "@/server/services/settings/undo-setting-change";
import {
  changePreferencesInputSchema,
  changeSettingsInputSchema,
  importSettingsInputSchema,
  preferencesViewSchema,
  previewSettingsInputSchema,
  settingExportSchema,
  settingHistoryInputSchema,
  settingHistorySchema,
  settingListSchema,
  settingPreviewSchema,
  systemThemeSchema,
  undoSettingInputSchema,
} from "@/shared/schemas/system-setting";

const admin = "modify_settings" as const;
const own = "use_own_account" as const;
const reads = noAudit("reads settings, of which no secret is shown");

/** The settings of the whole install. */
export const settingsRouter = router({
  list: procedure({ access: admin, audit: reads, output: settingListSchema }).query(({ ctx }) =>
    listSettings(ctx),
  ),
  change: procedure({ access: admin, audit: audited("SETTINGS_CHANGED"), output: settingListSchema })
    .input(changeSettingsInputSchema)
    .mutation(({ ctx, input }) => changeSettings(ctx, input)),
  history: procedure({ access: admin, audit: reads, output: settingHistorySchema })
    .input(settingHistoryInputSchema)
    .query(({ ctx, input }) => listSettingChanges(ctx, input)),
  undo: procedure({ access: admin, audit: audited("SETTINGS_CHANGED"), output: settingListSchema })
    .input(undoSettingInputSchema)
    .mutation(({ ctx, input }) => undoSettingChange(ctx, input)),
  export: procedure({
    access: admin,
    audit: audited("SETTINGS_EXPORTED"),
    output: settingExportSchema,
  }).mutation(({ ctx }) => exportSettings(ctx)),
  // A mutation for its size alone: a whole file has no place in an address.
  preview: procedure({ access: admin, audit: reads, output: settingPreviewSchema })
    .input(previewSettingsInputSchema)
    .mutation(({ ctx, input }) => previewSettings(ctx, input)),
  import: procedure({ access: admin, audit: audited("SETTINGS_CHANGED"), output: settingListSchema })
    .input(importSettingsInputSchema)
    .mutation(({ ctx, input }) => importSettings(ctx, input)),
});

/** How pages look and behave for the person who asks. */
export const preferencesRouter = router({
  systemTheme: procedure({
    access: publicAccess("the pages before the sign-in are drawn in it"),
    audit: noAudit("reads one word"),
    output: systemThemeSchema,
  }).query(({ ctx }) => systemTheme(ctx)),
  read: procedure({
    access: own,
    audit: noAudit("reads the person's own choices"),
    output: preferencesViewSchema,
  }).query(({ ctx }) => readPreferences(ctx)),
  change: procedure({
    access: own,
    audit: noAudit("how pages look for a person is nobody else's concern"),
    output: preferencesViewSchema,
  })
    .input(changePreferencesInputSchema)
    .mutation(({ ctx, input }) => changePreferences(ctx, input)),
});
