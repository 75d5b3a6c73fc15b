import { readFile } from "node:fs/promises";
import { z } from "zod";
import { askPassphrase } from "@/cli/ask-passphrase";
import { chooseConnection } from "@/cli/choose-connection";
import type { CommandCall, CommandRun } from "@/cli/command-spec";
import { connectionFacts } from "@/cli/connection-words";
import { EXIT_CODES } from "@/cli/exit-codes";
import { exportPath } from "@/cli/export-path";
import { fromNowText } from "@/cli/figures";
import { personAtTerminal } from "@/cli/install";
import { note, reply } from "@/cli/reply";
import { styleOf } from "@/cli/style";
import { readCommandLineEnvironment } from "@/env";
import type { ServiceContext } from "@/server/services/service-context";
import { exportSession } from "@/server/services/session-files/export-session";
import { sessionFileOpener } from "@/server/services/session-files/file-seal";
import { importSession } from "@/server/services/session-files/import-session";
import { noteSetAside } from "@/server/services/session-files/note-set-aside";
import { SESSION_FILE_FORMATS } from "@/server/session-file/formats/decode-session-file";
import { FILE_REFUSALS } from "@/server/session-file/formats/file-refusal";
import { readSessionFile } from "@/server/session-file/read-session-file";
import { writeSessionFile } from "@/server/session-file/write-session-file";
import { AppError } from "@/shared/app-error";
import type { Secret } from "@/shared/secret";

const commonSchema = z.object({
  connection: z.string().optional(),
  passphrase: z.boolean().default(false),
  passphraseStdin: z.boolean().default(false),
});
const exportSchema = commonSchema.extend({
  format: z.enum(SESSION_FILE_FORMATS).default("pickle"),
  withRefreshToken: z.boolean().default(false),
});

/** `wheelhouse session export`. */
export const exportFile: CommandRun = async (call) => {
  const options = exportSchema.parse(call.options);
  const ctx = await personAtTerminal(call.install);
  const { id: connectionId, label } = await chooseConnection(ctx, options.connection);
  const path = namedPath(call) ?? (await exportPath(call, ctx, label, options.format));
  const passphrase = await askPassphrase(call, options, true);
  if (call.terminal.interrupted.aborted) return EXIT_CODES.cancelled.code;
  const { format, withRefreshToken } = options;
  const exported = await exportSession(ctx, { connectionId, format, withRefreshToken, passphrase });
  await writeSessionFile(path, exported.bytes, ctx.random);
  exported.bytes.fill(0);
  const expiresAt = exported.expiresAt.toISOString();
  reply(call, { path, format, token: exported.token, expiresAt }, () => [
    `Wrote ${path} (${exported.token === "read_only" ? "the read-only token" : "the full token"}).`,
    `It is good until ${expiresAt} (${fromNowText(expiresAt, ctx.clock.now())}): export again before.`,
  ]);
  return EXIT_CODES.done.code;
};

/** `wheelhouse session import`. */
export const importFile: CommandRun = async (call) => {
  const options = commonSchema.parse(call.options);
  const path = namedPath(call);
  if (path === undefined) {
    throw new AppError("VALIDATION_MISSING_FIELD", "Name the file, or set SESSION_CACHE_PATH");
  }
  const ctx = await personAtTerminal(call.install);
  const { id: connectionId } = await chooseConnection(ctx, options.connection);
  const passphrase = await askPassphrase(call, options, false);
  if (call.terminal.interrupted.aborted) return EXIT_CODES.cancelled.code;
  await requireWhole(call, ctx, { path, connectionId, passphrase });
  const bytes = await readFile(path);
  const connection = await importSession(ctx, { connectionId, bytes, passphrase });
  bytes.fill(0);
  const style = styleOf(call.terminal);
  reply(call, connection, () => [
    style.good("The session of the file is the connection's own now."),
    ...connectionFacts(connection, ctx.clock.now(), style),
  ]);
  return EXIT_CODES.done.code;
};

/** The file that was typed, or that programs read (`SESSION_CACHE_PATH`). */
function namedPath(call: CommandCall): string | undefined {
  const typed = call.words[0] ?? readCommandLineEnvironment().sessionCachePath;
  return typed === undefined ? undefined : call.install.pathOf(typed);
}

/** Throws where there is no session in the file; a damaged one is moved out of the way first. */
async function requireWhole(
  call: CommandCall,
  ctx: ServiceContext,
  file: { readonly path: string; readonly connectionId: string; readonly passphrase: Secret | null },
): Promise<void> {
  const { path, connectionId, passphrase } = file;
  const read = await readSessionFile(path, { clock: ctx.clock, open: sessionFileOpener(ctx, passphrase) });
  if (read.kind === "none") {
    throw new AppError("API_RESOURCE_NOT_FOUND", `There is no file ${path}`);
  }
  if (read.warning !== null) note(call, read.warning);
  if (read.kind === "locked") {
    throw new AppError("VALIDATION_INVALID_INPUT", `It can't be opened: ${FILE_REFUSALS[read.reason]}`);
  }
  if (read.kind === "set_aside") {
    const { reason, deviceToken, movedTo } = read;
    await noteSetAside(ctx, { connectionId, reason, deviceToken });
    throw new AppError(
      "STORAGE_FILE_UNREADABLE",
      `No session could be read: ${FILE_REFUSALS[reason]}. It is ${movedTo} now`,
    );
  }
}
