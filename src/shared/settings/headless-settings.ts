import type { Secret } from "@/shared/secret";
import { isOneTimeCode } from "@/shared/settings/credential-settings";
import { resolveSettings, type SettingLayers } from "@/shared/settings/resolve-settings";
import { SETTING_GROUPS, type SettingGroup } from "@/shared/settings/setting";

/** What a program without a person finds in its environment. The user name is wrapped too: it appears in no log. */
export interface HeadlessSettings {
  readonly username: Secret | undefined;
  readonly password: Secret | undefined;
  /** Base32. */
  readonly mfaSecret: Secret | undefined;
  /** Six digits, good for one login. */
  readonly oneTimeCode: Secret | undefined;
  readonly deviceToken: Secret | undefined;
  /** Where the session file is; undefined: none is read or written. */
  readonly sessionCachePath: string | undefined;
  /** Whether the session file is written encrypted rather than as the pickle that Python clients read. */
  readonly encryptCache: boolean;
}

const NEEDED: readonly SettingGroup[] = ["credentials", "sessions"];
const OTHERS = (Object.keys(SETTING_GROUPS) as SettingGroup[]).filter((group) => !NEEDED.includes(group));

/** The settings, or a sentence for each that is malformed. Blank variables count as absent. */
export function headlessSettingsOf(
  layers: SettingLayers,
): HeadlessSettings | { readonly problems: readonly string[] } {
  const resolved = resolveSettings(layers, OTHERS);
  if ("problems" in resolved) return { problems: resolved.problems.map(({ text }) => text) };
  const { values } = resolved;
  const code = values.ROBINHOOD_MFA_SECRET === undefined ? values.ROBINHOOD_MFA_CODE : undefined;
  const isOnce = code !== undefined && isOneTimeCode(code.reveal());
  return {
    username: values.ROBINHOOD_USERNAME,
    password: values.ROBINHOOD_PASSWORD,
    mfaSecret: values.ROBINHOOD_MFA_SECRET ?? (isOnce ? undefined : code),
    oneTimeCode: isOnce ? code : undefined,
    deviceToken: values.ROBINHOOD_DEVICE_TOKEN,
    sessionCachePath: values.SESSION_CACHE_ENABLED ? values.SESSION_CACHE_PATH : undefined,
    encryptCache: values.ENCRYPT_CACHE,
  };
}
