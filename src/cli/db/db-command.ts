import { parseArgs } from "node:util";
import type { Command, ExitCode, Terminal } from "@/cli/command";
import type { Clock } from "@/server/clock";
import { applyMigrations } from "@/server/storage/migrations/apply-migrations";
import { makeMigration } from "@/server/storage/migrations/make-migration";
import { inspectMigrations, type MigrationStatus } from "@/server/storage/migrations/migration-status";

interface DbCommandOptions {
  readonly clock: Clock;
  /** The configured database; asked for only when the command line names none. */
  readonly defaultUrl: () => string;
  /** Another `prisma` folder, for tests. */
  readonly prismaFolder?: string;
}

const HELP = [
  "Usage: wheelhouse db <action> [--database-url <url>]",
  "",
  "  status       Which migrations are applied, pending, changed, failed or unknown; exit code 1 if any is not applied",
  "  apply        Bring the database to this version",
  "  make <name>  Write a migration for each database from what has changed in prisma/schema.prisma",
  "",
  "Without --database-url the database of DATABASE_URL is used.",
];

const STATES = [
  ["applied", "applied"],
  ["pending", "pending"],
  ["changed", "changed after it was applied"],
  ["failed", "stopped halfway"],
  ["unknown", "applied, but unknown to this version"],
] as const satisfies readonly (readonly [keyof MigrationStatus, string])[];

/** `wheelhouse db`: makes, applies and inspects migrations. */
export function createDbCommand({ clock, defaultUrl, prismaFolder }: DbCommandOptions): Command {
  const place = prismaFolder === undefined ? {} : { prismaFolder };

  async function apply(databaseUrl: string, terminal: Terminal): Promise<ExitCode> {
    const names = await applyMigrations({ databaseUrl, ...place });
    for (const name of names) terminal.out(`Applied ${name}`);
    if (names.length === 0) terminal.out("The database is up to date.");
    return 0;
  }

  async function status(databaseUrl: string, terminal: Terminal): Promise<ExitCode> {
    const found = await inspectMigrations({ databaseUrl, ...place });
    for (const [state, words] of STATES) {
      for (const name of found[state]) terminal.out(`${name}: ${words}`);
    }
    return STATES.every(([state]) => state === "applied" || found[state].length === 0) ? 0 : 1;
  }

  async function make(name: string, terminal: Terminal): Promise<ExitCode> {
    const folder = await makeMigration(name, clock.now(), prismaFolder);
    terminal.out(
      folder === null ? "The schema has not changed." : `Made ${folder} for SQLite and PostgreSQL`,
    );
    return 0;
  }

  return {
    summary: "Make, apply and inspect database migrations",
    async run(parameters, terminal) {
      const asked = readParameters(parameters);
      if (asked === null || asked.help) {
        for (const line of HELP) (asked ? terminal.out : terminal.error)(line);
        return asked ? 0 : 2;
      }
      const databaseUrl = () => asked.databaseUrl ?? defaultUrl();
      if (asked.action === "make") return make(asked.name, terminal);
      return asked.action === "apply" ? apply(databaseUrl(), terminal) : status(databaseUrl(), terminal);
    },
  };
}

interface Asked {
  readonly action: "apply" | "status" | "make";
  readonly name: string;
  readonly databaseUrl: string | undefined;
  readonly help: boolean;
}

/** Null when the words make no sense. */
function readParameters(parameters: readonly string[]): Asked | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...parameters],
      allowPositionals: true,
      options: { "database-url": { type: "string" }, help: { type: "boolean", short: "h", default: false } },
    });
    const [action = "", name = "", ...rest] = positionals;
    const rightCount = (action === "make") === (name !== "") && rest.length === 0;
    const isKnown = action === "apply" || action === "status" || action === "make";
    if (values.help) return { action: "status", name: "", databaseUrl: undefined, help: true };
    if (!isKnown || !rightCount) return null;
    return { action, name, databaseUrl: values["database-url"], help: false };
  } catch {
    return null;
  }
}
