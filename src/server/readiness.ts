import { constants } from "node:fs";
import { access, statfs } from "node:fs/promises";
import type { Clock } from "@/server/clock";
import type { Storage } from "@/server/storage/storage";

/** What stands in the way of serving; none of it names a secret or a path. */
export type ReadinessProblem =
  | "starting"
  | "database"
  | "migrations"
  | "keeper"
  | "disk_not_writable"
  | "disk_full";

export interface Readiness {
  readonly ready: boolean;
  readonly problems: readonly ReadinessProblem[];
}

export type ReadinessCheck = () => Promise<Readiness>;

interface ReadinessParts {
  readonly storage: Pick<Storage, "newestMigration" | "processRuns">;
  readonly clock: Clock;
  readonly processId: string;
  /** Where key, log and a SQLite database are. */
  readonly dataDir: string;
  /** Bytes that can still be written to a folder. */
  readonly freeBytesOf?: (folder: string) => Promise<number>;
}

const DATABASE_TIMEOUT_MS = 1000;
const KEPT_MS = 1000;
/** The keeper tells of itself every 15 seconds. */
const KEEPER_SILENT_MS = 60_000;
const LEAST_FREE_BYTES = 16 * 1024 * 1024;

/**
 * Whether this process can serve: its database answers within a second and is as it was when the process started, its
 * keeper goes round, and its disk takes more. An answer holds for a second, so that a flood of questions is one look.
 */
export function createReadiness(parts: ReadinessParts): ReadinessCheck {
  let migration: string | null = null;
  let kept: { readonly untilMs: number; readonly answer: Promise<Readiness> } | null = null;
  const look = async (): Promise<Readiness> => {
    const found = await Promise.all([databaseProblem(parts, migration), diskProblem(parts)]);
    migration ??= found[0].migration;
    const problems = [found[0].problem, found[1]].filter((problem) => problem !== null);
    return { ready: problems.length === 0, problems };
  };
  return () => {
    const nowMs = parts.clock.now().getTime();
    if (kept === null || nowMs >= kept.untilMs || nowMs < kept.untilMs - KEPT_MS) {
      kept = { untilMs: nowMs + KEPT_MS, answer: look() };
    }
    return kept.answer;
  };
}

interface DatabaseState {
  readonly problem: ReadinessProblem | null;
  readonly migration: string | null;
}

async function databaseProblem(
  { storage, clock, processId }: ReadinessParts,
  migrationAtStart: string | null,
): Promise<DatabaseState> {
  const seenAfter = new Date(clock.now().getTime() - KEEPER_SILENT_MS);
  const reads = Promise.all([storage.newestMigration(), storage.processRuns.liveSince(seenAfter)]);
  const late = new AbortController();
  try {
    const answer = await Promise.race([reads, clock.sleep(DATABASE_TIMEOUT_MS, late.signal)]);
    if (answer === undefined) return { problem: "database", migration: null };
    const [migration, live] = answer;
    if (migrationAtStart !== null && migration !== migrationAtStart)
      return { problem: "migrations", migration };
    return { problem: live.some(({ id }) => id === processId) ? null : "keeper", migration };
  } catch {
    return { problem: "database", migration: null };
  } finally {
    late.abort();
    // Where it was late, its failure still comes.
    reads.catch(() => undefined);
  }
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

async function diskProblem({
  dataDir,
  freeBytesOf = freeBytes,
}: ReadinessParts): Promise<ReadinessProblem | null> {
  try {
    await access(dataDir, constants.W_OK);
    return (await freeBytesOf(dataDir)) < LEAST_FREE_BYTES ? "disk_full" : null;
  } catch {
    return "disk_not_writable";
  }
}

/** The web server and the built pages are separate module graphs in one process, so the check hangs on the process. */
const KEY: unique symbol = Symbol.for("wheelhouse.readiness");

interface Holder {
  [KEY]?: ReadinessCheck;
}

/** Puts the check in place of the one before. */
export function setReadiness(check: ReadinessCheck): void {
  const holder: typeof globalThis & Holder = globalThis;
  holder[KEY] = check;
}

/** Whether this process can serve; not before {@link setReadiness}. */
export function readinessOfProcess(): Promise<Readiness> {
  const holder: typeof globalThis & Holder = globalThis;
  return holder[KEY]?.() ?? Promise.resolve({ ready: false, problems: ["starting"] });
}
