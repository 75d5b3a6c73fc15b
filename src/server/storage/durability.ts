import { z } from "zod";

/** Whether what was written outlives a loss of power, and by which settings of the database. */
export interface Durability {
  readonly isDurable: boolean;
  /** Such as `journal wal, synchronous full`. */
  readonly facts: string;
}

type Ask = (sql: string) => Promise<unknown>;

const SYNCHRONOUS = ["off", "normal", "full", "extra"] as const;

/** SQLite: a file system that can't do WAL leaves another journal, whatever was asked for. */
export async function durabilityOfSqlite(ask: Ask): Promise<Durability> {
  const [{ journal_mode: journal }] = z
    .tuple([z.object({ journal_mode: z.string() })])
    .parse(await ask("PRAGMA journal_mode"));
  const [{ synchronous }] = z
    .tuple([z.object({ synchronous: z.coerce.number() })])
    .parse(await ask("PRAGMA synchronous"));
  return {
    isDurable: journal === "wal" && synchronous >= 2,
    facts: `journal ${journal}, synchronous ${SYNCHRONOUS[synchronous] ?? synchronous}`,
  };
}

/** PostgreSQL: both settings are the server's. */
export async function durabilityOfPostgresql(ask: Ask): Promise<Durability> {
  const [{ fsync, commit }] = z
    .tuple([z.object({ fsync: z.string(), commit: z.string() })])
    .parse(
      await ask("SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit"),
    );
  return {
    isDurable: fsync === "on" && commit !== "off",
    facts: `fsync ${fsync}, synchronous_commit ${commit}`,
  };
}
