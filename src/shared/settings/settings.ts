import { CONNECTION_SETTINGS } from "@/shared/settings/connection-settings";
import { CREDENTIAL_SETTINGS } from "@/shared/settings/credential-settings";
import { INTERFACE_SETTINGS } from "@/shared/settings/interface-settings";
import { LOGGING_SETTINGS, MEASUREMENT_SETTINGS } from "@/shared/settings/logging-settings";
import { SECURITY_SETTINGS } from "@/shared/settings/security-settings";
import {
  BROKER_SETTINGS,
  INSTALL_SETTINGS,
  NOTICE_SETTINGS,
  SERVER_SETTINGS,
} from "@/shared/settings/server-settings";
import { SESSION_SETTINGS } from "@/shared/settings/session-settings";
import type { Setting, SettingGroup, ValueOf } from "@/shared/settings/setting";
import { STORAGE_SETTINGS, VAULT_SETTINGS } from "@/shared/settings/storage-settings";

/** Every setting by group. All that is written or told of settings anywhere is made of this. */
export const SETTINGS_BY_GROUP = {
  interface: INTERFACE_SETTINGS,
  connections: CONNECTION_SETTINGS,
  sessions: SESSION_SETTINGS,
  security: SECURITY_SETTINGS,
  storage: STORAGE_SETTINGS,
  vault: VAULT_SETTINGS,
  logging: LOGGING_SETTINGS,
  measurement: MEASUREMENT_SETTINGS,
  notices: NOTICE_SETTINGS,
  brokers: BROKER_SETTINGS,
  server: SERVER_SETTINGS,
  install: INSTALL_SETTINGS,
  credentials: CREDENTIAL_SETTINGS,
} as const satisfies Record<SettingGroup, Readonly<Record<string, Setting>>>;

type Flat = typeof INTERFACE_SETTINGS &
  typeof CONNECTION_SETTINGS &
  typeof SESSION_SETTINGS &
  typeof SECURITY_SETTINGS &
  typeof STORAGE_SETTINGS &
  typeof VAULT_SETTINGS &
  typeof LOGGING_SETTINGS &
  typeof MEASUREMENT_SETTINGS &
  typeof NOTICE_SETTINGS &
  typeof BROKER_SETTINGS &
  typeof SERVER_SETTINGS &
  typeof INSTALL_SETTINGS &
  typeof CREDENTIAL_SETTINGS;

/** The variable's name, which is the setting's. */
export type SettingName = keyof Flat;

/** What every setting means once all layers were read. */
export type SettingValues = { readonly [Name in SettingName]: ValueOf<Flat[Name]> };

const groups: readonly (readonly [string, Readonly<Record<string, Setting>>])[] =
  Object.entries(SETTINGS_BY_GROUP);

/** Every setting by name, in the order of the groups. */
export const SETTINGS: ReadonlyMap<string, Setting> = new Map(
  groups.flatMap(([, settings]) => Object.entries(settings)),
);

/** The names, in the order of the groups. */
export const SETTING_NAMES = [...SETTINGS.keys()] as readonly SettingName[];

/** Which group a setting belongs to. */
export const GROUP_OF: ReadonlyMap<string, SettingGroup> = new Map(
  groups.flatMap(([group, settings]) =>
    Object.keys(settings).map((name) => [name, group as SettingGroup] as const),
  ),
);

/** A setting's definition. Throws for a name that is none. */
export function settingOf(name: SettingName): Setting {
  const setting = SETTINGS.get(name);
  if (setting === undefined) throw new Error(`${name} is not a setting`);
  return setting;
}

/** Whether it is the name of a setting. */
export const isSettingName = (name: string): name is SettingName => SETTINGS.has(name);
