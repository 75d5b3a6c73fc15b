import type { ServiceContext, Services } from "@/server/services/service-context";
import { APP_VERSION } from "@/shared/app-version";

/** How often a process tells that it is there, milliseconds. */
export const PROCESS_HEARTBEAT_MS = 15_000;
/** A process that was not seen for so long is gone, milliseconds: it missed three of its own tellings. */
export const PROCESS_GONE_AFTER_MS = 60_000;

/**
 * Rounds of work in the background in which the process tells that it is there: which version it is, which master
 * keys it holds and which saved settings it runs with.
 */
export function tellOfProcess(): (ctx: ServiceContext) => Promise<null> {
  let startedAt: Date | null = null;
  return async (ctx) => {
    const { id, kind, host, pid, masterKeys } = ctx.processRun;
    const seenAt = ctx.clock.now();
    startedAt ??= seenAt;
    await ctx.storage.processRuns.put({
      id,
      kind,
      host,
      pid,
      version: APP_VERSION,
      masterKeys,
      settingsVersion: ctx.liveSettings.version,
      startedAt,
      seenAt,
      endedAt: null,
    });
    return null;
  };
}

/** Says that the process ends. One that cannot say so is gone after {@link PROCESS_GONE_AFTER_MS}. */
export async function endProcess({
  storage,
  processRun,
  clock,
  log,
}: Pick<Services, "storage" | "processRun" | "clock" | "log">): Promise<void> {
  await storage.processRuns.end(processRun.id, clock.now()).catch((error: unknown) => {
    log.warn({ err: error }, "the end of this process was not written down");
  });
}
