import type { ServiceContext } from "@/server/services/service-context";
import { takeUpSettings } from "@/server/services/settings/take-up-settings";

/** How often a process looks whether another one saved settings, milliseconds. */
export const SETTINGS_LOOK_MS = 2000;

/** One look: takes up what other processes saved. It reads one number where nothing was. */
export async function followSettings(ctx: ServiceContext): Promise<null> {
  await takeUpSettings(ctx);
  return null;
}
