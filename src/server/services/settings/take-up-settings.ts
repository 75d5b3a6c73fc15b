import type { Services } from "@/server/services/service-context";

/**
 * Puts what admins saved in force in this process, where it is newer than what is in force. Returns whether anything
 * was taken up. A value that this version refuses is logged, and what stands below it holds.
 */
export async function takeUpSettings({
  storage,
  liveSettings,
  log,
}: Pick<Services, "storage" | "liveSettings" | "log">): Promise<boolean> {
  const version = await storage.systemSettings.version();
  if (version === liveSettings.version) return false;
  const saved = await storage.systemSettings.list();
  liveSettings.apply(new Map(saved.map(({ name, value }) => [name, value])), version);
  for (const warning of liveSettings.resolved.warnings)
    log.warn({ warning }, "a saved setting was passed over");
  return true;
}
