import { z } from "zod";
import type { CommandCall, CommandRun } from "@/cli/command-spec";
import { reply } from "@/cli/reply";
import { systemClock } from "@/server/clock";
import { applyMigrations } from "@/server/storage/migrations/apply-migrations";
import { makeMigration } from "@/server/storage/migrations/make-migration";
import { inspectMigrations, type MigrationStatus } from "@/server/storage/migrations/migration-status";

const optionsSchema = z.object({ databaseUrl: z.string().optional() });

const STATES = [
  ["applied", "applied"],
  ["pending", "pending"],
  ["changed", "changed after it was applied"],
  ["failed", "stopped halfway"],
  ["unknown", "applied, but unknown to this version"],
] as const satisfies readonly (readonly [keyof MigrationStatus, string])[];

const urlOf = (call: CommandCall): string =>
  optionsSchema.parse(call.options).databaseUrl ?? call.install.environment().databaseUrl.reveal();

/** `wheelhouse db status`: 1 where the database is not as this version wants it. */
export const dbStatus: CommandRun = async (call) => {
  const found = await inspectMigrations({ databaseUrl: urlOf(call) });
  reply(call, found, () =>
    STATES.flatMap(([state, words]) => found[state].map((name) => `${name}: ${words}`)),
  );
  return STATES.every(([state]) => state === "applied" || found[state].length === 0) ? 0 : 1;
};

/** `wheelhouse db apply`. */
export const dbApply: CommandRun = async (call) => {
  const applied = await applyMigrations({ databaseUrl: urlOf(call) });
  reply(call, { applied }, () =>
    applied.length === 0 ? ["The database is up to date."] : applied.map((name) => `Applied ${name}`),
  );
  return 0;
};

/** `wheelhouse db make`, in this `prisma` folder or, for tests, in another. */
export const makeIn =
  (prismaFolder?: string): CommandRun =>
  async (call) => {
    const [name = ""] = call.words;
    const folder = await makeMigration(name, systemClock.now(), prismaFolder);
    reply(call, { folder }, () => [
      folder === null ? "The schema has not changed." : `Made ${folder} for SQLite and PostgreSQL`,
    ]);
    return 0;
  };

export const dbMake: CommandRun = makeIn();
