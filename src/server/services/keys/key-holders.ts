import { PROCESS_GONE_AFTER_MS } from "@/server/services/processes/tell-of-process";
import type { ServiceContext } from "@/server/services/service-context";
import type { ProcessRunRecord } from "@/server/storage/operation-records";
import type { StorageTx } from "@/server/storage/storage";

/** Who asks: a process that serves knows of itself what others hear of it some seconds later. */
type Asking = Pick<ServiceContext, "clock" | "masterKeys"> & Partial<Pick<ServiceContext, "processRun">>;

/** The processes that are there now. */
export async function liveProcesses(
  { clock, masterKeys, processRun }: Asking,
  tx: StorageTx,
): Promise<ProcessRunRecord[]> {
  const runs = await tx.processRuns.liveSince(new Date(clock.now().getTime() - PROCESS_GONE_AFTER_MS));
  return runs.map((run) => (run.id === processRun?.id ? { ...run, masterKeys: masterKeys.held() } : run));
}

/** Names of the processes that last said they did not hold the key: they could read nothing after a change to it. */
export function processesWithout(
  processes: readonly ProcessRunRecord[],
  fingerprint: string,
): readonly string[] {
  return processes
    .filter(({ masterKeys }) => !masterKeys.includes(fingerprint))
    .map(({ host, pid }) => `${host}-${pid}`);
}
