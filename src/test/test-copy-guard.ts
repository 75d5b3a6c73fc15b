import { type CopyGuard, createCopyGuard, type EpochMemory } from "@/server/services/install/copy-guard";
import type { Storage } from "@/server/storage/storage";

/** Remembers in memory, as a data folder would. */
export function memoryOfTest(): EpochMemory {
  const epochs = new Map<string, number>();
  return {
    read: async (installId) => epochs.get(installId) ?? null,
    write: async (installId, epoch) => {
      epochs.set(installId, epoch);
    },
  };
}

/** The guard of an install that is no copy, which need not ask. */
export function testCopyGuard(storage: Storage): CopyGuard {
  return createCopyGuard(storage, memoryOfTest(), true);
}
