import type { ServiceContext } from "@/server/services/service-context";
import { readSetting } from "@/shared/settings/resolve-settings";
import { isSettingName, type SettingName, settingOf } from "@/shared/settings/settings";

/** Why nobody may save this setting at present; null where an admin may. */
export function refuseSaving(
  { liveSettings }: Pick<ServiceContext, "liveSettings">,
  name: SettingName,
): string | null {
  if (settingOf(name).scope === "operator") {
    return `${name} is set by a variable or in config.yaml only, by whoever runs Wheelhouse`;
  }
  const origin = liveSettings.resolved.origins.get(name);
  return origin?.layer === "environment"
    ? `${name} is locked: the variable ${origin.variable} of the environment sets it`
    : null;
}

/** Why this value may not be saved under this name; null where it may. A value of null takes the saved one back. */
export function refuseChange(
  ctx: Pick<ServiceContext, "liveSettings">,
  name: string,
  value: string | null,
): string | null {
  if (!isSettingName(name)) return `${name} is not a setting`;
  const refusal = refuseSaving(ctx, name);
  if (refusal !== null || value === null) return refusal;
  const read = readSetting(name, value);
  if ("message" in read) return read.message;
  const hasVault = ctx.liveSettings.resolved.values.VAULT_ADDR !== undefined;
  return name === "SECURE_STORAGE" && read.value === "vault" && !hasVault
    ? "SECURE_STORAGE can be vault only where VAULT_ADDR names one: set it, and restart"
    : null;
}
