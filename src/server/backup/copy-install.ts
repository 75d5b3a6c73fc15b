import {
  fillDatabase,
  lookAtDatabase,
  requireKnownMigrations,
} from "@/server/storage/transfer/fill-database";
import { type LoadedTable, loadTables } from "@/server/storage/transfer/load-tables";
import { readTables } from "@/server/storage/transfer/transfer-items";
import { withTransferSession } from "@/server/storage/transfer/transfer-session";
import { AppError } from "@/shared/app-error";

export interface CopyRequest {
  readonly from: string;
  /** An empty database, of the same kind or the other. */
  readonly to: string;
  readonly now: Date;
  /** Copies the moment even where a server goes on writing to the old database. */
  readonly whileRunning: boolean;
}

/**
 * Copies a whole install into an empty database, as it was at one moment, and compares every table by count and
 * digest. The old database stays as it is. Throws API_CONFLICT where a server is running on it, or where the new one
 * has people; else as `fillDatabase` does.
 */
export async function copyInstall({ from, to, now, whileRunning }: CopyRequest): Promise<LoadedTable[]> {
  const source = await lookAtDatabase(from, now);
  if (source.people === 0)
    throw new AppError("STORAGE_READ_ERROR", "There is no install with people to copy.");
  if (source.liveProcesses > 0 && !whileRunning) {
    throw new AppError(
      "API_CONFLICT",
      "Wheelhouse is running: what it writes after the copy would be lost. Stop it and wait a minute, or copy with --while-running.",
    );
  }
  const target = await lookAtDatabase(to, now);
  if (target.people > 0 || target.liveProcesses > 0) {
    throw new AppError("API_CONFLICT", "There is an install in the database already: name an empty one.");
  }
  return withTransferSession(from, "read", async (reading) => {
    const migrations = await reading.migrations();
    await requireKnownMigrations(migrations);
    return fillDatabase(to, migrations, async (writing) => {
      const loaded = await loadTables(writing, readTables(reading));
      if (loaded.some(({ name }) => name === "ProcessRun")) await writing.clear("ProcessRun");
      return loaded;
    });
  });
}
