import { PROCESS_GONE_AFTER_MS } from "@/server/services/processes/tell-of-process";
import type { ServiceContext } from "@/server/services/service-context";

/** Whether no other process of the install is at work: what is there was left by a run that is over. */
export async function isAlone({
  storage,
  clock,
  processRun,
}: Pick<ServiceContext, "storage" | "clock" | "processRun">): Promise<boolean> {
  const seenAfter = new Date(clock.now().getTime() - PROCESS_GONE_AFTER_MS);
  const live = await storage.processRuns.liveSince(seenAfter);
  return live.every(({ id }) => id === processRun.id);
}
