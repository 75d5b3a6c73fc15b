import { permit } from "@/server/services/permit";
import { PROCESS_GONE_AFTER_MS } from "@/server/services/processes/tell-of-process";
import type { ServiceContext } from "@/server/services/service-context";
import type { ProcessView } from "@/shared/schemas/metrics";

/** The processes of the install that were seen within the last minute, the oldest first. */
export async function listProcesses(ctx: ServiceContext): Promise<ProcessView[]> {
  permit(ctx, "view_metrics");
  const seenAfter = new Date(ctx.clock.now().getTime() - PROCESS_GONE_AFTER_MS);
  const runs = await ctx.storage.processRuns.liveSince(seenAfter);
  return runs.map(({ id, kind, host, pid, version, settingsVersion, startedAt, seenAt }) => ({
    id,
    kind,
    host,
    pid,
    version,
    settingsVersion,
    startedAt: startedAt.toISOString(),
    seenAt: seenAt.toISOString(),
    isThis: id === ctx.processRun.id,
  }));
}
