import type { Storage } from "@/server/storage/storage";

/** What the data folder remembers of the database: one that is older was put back. */
export interface EpochMemory {
  /** Null where nothing is remembered yet, or not of this install. */
  read(installId: string): Promise<number | null>;
  write(installId: string, epoch: number): Promise<void>;
}

/**
 * Keeps a restored or older copy of the database from going on by itself. Its broker sessions may have been renewed
 * since, and a refresh token that is used twice ends a session.
 */
export interface CopyGuard {
  readonly memory: EpochMemory;
  /** Since when the install waits for somebody's yes; null where nothing is held back. */
  heldSince(): Promise<Date | null>;
  /** Takes nothing for granted any more: another process may have found or accepted a copy. */
  lookAgain(): void;
}

/** Asks the database once, and then only while something is held back: a copy is found at a start, or by `lookAgain`. */
export function createCopyGuard(
  storage: Pick<Storage, "install">,
  memory: EpochMemory,
  isKnownFree = false,
): CopyGuard {
  let isFree = isKnownFree;
  return {
    memory,
    heldSince: async () => {
      if (isFree) return null;
      const { restoredAt } = await storage.install.get();
      isFree = restoredAt === null;
      return restoredAt;
    },
    lookAgain: () => {
      isFree = false;
    },
  };
}
