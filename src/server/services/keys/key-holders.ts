import { PROCESS_GONE_AFTER_MS } from "@/server/services/processes/tell-of-process";
import type { ServiceContext } from "@/server/services/service-context";
import type { ProcessRunRecord } from "@/server/storage/operation-records";
import type { StorageTx } from "@/server/storage/storage";

/** The processes that are there now. */
export function liveProcesses(
  { clock }: Pick<ServiceContext, "clock">,
  tx: StorageTx,
): Promise<ProcessRunRecord[]> {
  return tx.processRuns.liveSince(new Date(clock.now().getTime() - PROCESS_GONE_AFTER_MS));
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
