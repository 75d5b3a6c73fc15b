import { z } from "zod";
import { brokerTypeSchema } from "@/shared/schemas/broker";
import { SETTING_GROUPS, type SettingGroup } from "@/shared/settings/setting";

const GROUP_NAMES = Object.keys(SETTING_GROUPS) as [SettingGroup, ...SettingGroup[]];

const nameSchema = z.string().min(1).max(80);
/** A value as it is written in a variable; null where there is none. */
const valueSchema = z.string().max(4000).nullable();

const settingFormSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("integer"),
    min: z.number().int(),
    max: z.number().int(),
    unit: z.string().nullable(),
  }),
  z.object({ kind: z.literal("choice"), options: z.array(z.string()).readonly() }),
  z.object({ kind: z.literal("switch") }),
  z.object({ kind: z.literal("size") }),
  z.object({ kind: z.literal("text") }),
  z.object({ kind: z.literal("list") }),
  z.object({ kind: z.literal("secret") }),
]);

/** Where a value comes from, with what is needed to find it. */
const settingSourceSchema = z.discriminatedUnion("layer", [
  z.object({ layer: z.literal("default") }),
  z.object({ layer: z.literal("file"), file: z.string(), line: z.number().int(), key: z.string() }),
  /** Who saved it, by e-mail address, and when. */
  z.object({ layer: z.literal("saved"), by: z.string(), at: z.iso.datetime() }),
  z.object({ layer: z.literal("environment"), variable: z.string() }),
]);
export type SettingSource = z.infer<typeof settingSourceSchema>;

/** One system setting as an admin sees it. The value of a secret is never in it. */
export const settingViewSchema = z.object({
  name: nameSchema,
  label: z.string(),
  help: z.string(),
  group: z.enum(GROUP_NAMES),
  /** The whole key in `config.yaml`, such as `settings.ui.theme`; null where it may not stand there. */
  yaml: z.string().nullable(),
  /** Other spellings of the variable. */
  aliases: z.array(z.string()),
  form: settingFormSchema,
  scope: z.enum(["operator", "admin", "person"]),
  /** Whether a change needs a restart of every process. */
  restart: z.boolean(),
  /** Null where it is not set and has no default, and for secrets. */
  value: valueSchema,
  /** The value in words: `set` or `not set` for a secret. */
  shown: z.string(),
  origin: settingSourceSchema,
  /** Set by the environment, so that nothing saved has an effect. */
  locked: z.boolean(),
  default: valueSchema,
  /** What holds where there is no value, in words. */
  whenUnset: z.string().nullable(),
  /** What would hold if the saved value were taken back. */
  below: z.object({ value: valueSchema, origin: settingSourceSchema }),
});
export type SettingView = z.infer<typeof settingViewSchema>;

/** All settings by group, in the order of pages and documents. */
export const settingListSchema = z.object({
  /** Grows with each change of a saved value; a change names the version that it was made on. */
  version: z.number().int().nonnegative(),
  groups: z.array(
    z.object({ group: z.enum(GROUP_NAMES), title: z.string(), settings: z.array(settingViewSchema) }),
  ),
});
export type SettingList = z.infer<typeof settingListSchema>;

export const changeSettingsInputSchema = z.object({
  version: z.number().int().nonnegative(),
  /** Null takes the saved value back. */
  changes: z
    .array(z.object({ name: nameSchema, value: valueSchema }))
    .min(1)
    .max(200),
});
export type ChangeSettingsInput = z.infer<typeof changeSettingsInputSchema>;

export const settingHistoryInputSchema = z.object({
  name: nameSchema.optional(),
  limit: z.number().int().min(1).max(200).default(50),
});
export type SettingHistoryInput = z.infer<typeof settingHistoryInputSchema>;

/** One change of a saved value; null is 'not saved'. Saved values are never secrets. */
export const settingChangeViewSchema = z.object({
  id: z.string(),
  name: nameSchema,
  label: z.string(),
  before: valueSchema,
  after: valueSchema,
  at: z.iso.datetime(),
  by: z.string(),
  /** Id of the change that this one takes back. */
  undoes: z.string().nullable(),
  /** Whether it can be taken back: nothing was changed since, and the setting may still be saved. */
  undoable: z.boolean(),
});
export type SettingChangeView = z.infer<typeof settingChangeViewSchema>;

/** Newest first. */
export const settingHistorySchema = z.object({ changes: z.array(settingChangeViewSchema) });
export type SettingHistory = z.infer<typeof settingHistorySchema>;

export const undoSettingInputSchema = z.object({ changeId: z.string().min(1).max(64) });

/** The saved settings as a `config.yaml`, without secrets. */
export const settingExportSchema = z.object({ yaml: z.string() });

const yamlSchema = z.string().max(200_000);

/** For mutations, preview too: a file is too long for an address. */
export const previewSettingsInputSchema = z.object({ yaml: yamlSchema });

/** What an import would do. With problems, nothing would be imported. */
export const settingPreviewSchema = z.object({
  version: z.number().int().nonnegative(),
  problems: z.array(
    z.object({
      /** From 1; null where it is of the whole file. */
      line: z.number().int().nullable(),
      /** A whole sentence. */
      message: z.string(),
    }),
  ),
  changes: z.array(
    z.object({
      name: nameSchema,
      label: z.string(),
      before: valueSchema,
      after: valueSchema,
      restart: z.boolean(),
    }),
  ),
  /** Settings of the file that stay as they are, and why, such as the environment's. */
  skipped: z.array(z.object({ name: nameSchema, label: z.string(), reason: z.string() })),
});
export type SettingPreview = z.infer<typeof settingPreviewSchema>;

export const importSettingsInputSchema = z.object({
  yaml: yamlSchema,
  version: z.number().int().nonnegative(),
});

/** How pages look and behave, for one person. */
const preferenceValuesSchema = z.object({
  theme: z.enum(["light", "dark", "auto"]),
  showTooltips: z.boolean(),
  autoCollapsePanels: z.boolean(),
  showConnectionStatus: z.boolean(),
  connectionStatusPosition: z.enum(["top", "bottom"]),
  defaultBroker: brokerTypeSchema,
});
export type PreferenceValues = z.infer<typeof preferenceValuesSchema>;
export type PreferenceName = keyof PreferenceValues;

const preferenceOriginSchema = z.enum(["own", "system"]);

/** What those see who are not signed in, or chose nothing. */
export const systemThemeSchema = z.object({ theme: preferenceValuesSchema.shape.theme });

/** What holds for a person, what holds for those who chose nothing, and which of both each is. */
export const preferencesViewSchema = z.object({
  ...preferenceValuesSchema.shape,
  system: preferenceValuesSchema,
  origins: z.object({
    theme: preferenceOriginSchema,
    showTooltips: preferenceOriginSchema,
    autoCollapsePanels: preferenceOriginSchema,
    showConnectionStatus: preferenceOriginSchema,
    connectionStatusPosition: preferenceOriginSchema,
    defaultBroker: preferenceOriginSchema,
  }),
});
export type PreferencesView = z.infer<typeof preferencesViewSchema>;

const own = preferenceValuesSchema.shape;

/** A person's choices; null takes the system's, a name left out stays as it is. */
export const changePreferencesInputSchema = z.object({
  changes: z.object({
    theme: own.theme.nullable().optional(),
    showTooltips: own.showTooltips.nullable().optional(),
    autoCollapsePanels: own.autoCollapsePanels.nullable().optional(),
    showConnectionStatus: own.showConnectionStatus.nullable().optional(),
    connectionStatusPosition: own.connectionStatusPosition.nullable().optional(),
    defaultBroker: own.defaultBroker.nullable().optional(),
  }),
});
export type ChangePreferencesInput = z.infer<typeof changePreferencesInputSchema>;
