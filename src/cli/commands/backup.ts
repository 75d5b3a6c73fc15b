import type { CommandRun } from "@/cli/command-spec";
import { shellWord } from "@/cli/connection-words";
import { quantityText } from "@/cli/figures";
import { reply } from "@/cli/reply";
import { styleOf } from "@/cli/style";
import { backUpSqlite } from "@/server/storage/back-up-sqlite";
import { AppError } from "@/shared/app-error";

/** `wheelhouse backup`: of a SQLite database. PostgreSQL has its own tool, whose command is told. */
export const backup: CommandRun = async (call) => {
  const environment = call.install.environment();
  const databaseUrl = environment.databaseUrl.reveal();
  const path = call.install.pathOf(call.words[0] ?? "");
  if (!databaseUrl.startsWith("file:")) {
    throw new AppError(
      "VALIDATION_INVALID_INPUT",
      `PostgreSQL is backed up by its own tool: (umask 077; pg_dump --format=custom --file=${shellWord(path)} "$DATABASE_URL")`,
    );
  }
  const { bytes } = await backUpSqlite(databaseUrl, path);
  const key = environment.masterKey === undefined ? environment.masterKeyFile : "APP_MASTER_KEY";
  reply(call, { path, bytes, key }, () => [
    styleOf(call.terminal).good(`Backed up to ${path} (${quantityText(String(bytes))} bytes, checked).`),
    `The key is not in it. Without the key it can't be used: keep ${key} too, in another place.`,
  ]);
  return 0;
};
