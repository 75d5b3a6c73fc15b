import { z } from "zod";
import type { CommandRun } from "@/cli/command-spec";
import { firstLineOf } from "@/cli/credentials";
import { quantityText } from "@/cli/figures";
import { reply } from "@/cli/reply";
import { styleOf } from "@/cli/style";
import { copyInstall } from "@/server/backup/copy-install";
import { systemClock } from "@/server/clock";
import { describeDatabase, parseDatabaseUrl } from "@/server/storage/database-url";
import { AppError } from "@/shared/app-error";

const MOST_INPUT_BYTES = 4096;
const optionsSchema = z.object({ to: z.string().optional(), whileRunning: z.boolean().default(false) });

/** `wheelhouse copy`: this install in an empty database of the other kind, or of the same. */
export const copy: CommandRun = async (call) => {
  const { to, whileRunning } = optionsSchema.parse(call.options);
  if (to === undefined)
    throw new AppError("VALIDATION_MISSING_FIELD", "Say --to, the URL of the new database.");
  const url = to === "-" ? firstLineOf(await call.terminal.readInput(MOST_INPUT_BYTES)) : to;
  const location = parseDatabaseUrl(url);
  const tables = await copyInstall({
    from: call.install.environment().databaseUrl.reveal(),
    to: url,
    now: systemClock.now(),
    whileRunning,
  });
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const where = describeDatabase(location);
  reply(call, { to: where, provider: location.provider, rows, tables }, () => [
    ...tables.map(
      (table) => `  ${table.name}: ${quantityText(String(table.rows))} rows, ${table.digest.slice(0, 12)}`,
    ),
    styleOf(call.terminal).good(
      `Copied ${quantityText(String(rows))} rows of ${tables.length} tables to ${where}; count and digest of each are the same.`,
    ),
    location.provider === "sqlite"
      ? `Now set DATABASE_URL=file:${location.path}, keep the master key and the data folder as they are, and start.`
      : "Now set DATABASE_URL to that address, keep the master key and the data folder as they are, and start.",
    "The old database was not changed. Don't start a server on it again: two copies would spend each other's broker sessions.",
  ]);
  return 0;
};
