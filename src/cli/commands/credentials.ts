import { z } from "zod";
import { chooseConnection } from "@/cli/choose-connection";
import type { CommandRun } from "@/cli/command-spec";
import { personAtTerminal } from "@/cli/install";
import { note, reply } from "@/cli/reply";
import { styleOf } from "@/cli/style";
import { tableOf } from "@/cli/table";
import { moveCredentials } from "@/server/services/credential-storage/move-credentials";
import { readCredentialStorage } from "@/server/services/credential-storage/read-credential-storage";
import { AppError } from "@/shared/app-error";
import { BACKEND_LABELS, BACKEND_NAMES, backendNameSchema } from "@/shared/schemas/credential-storage";

/** `wheelhouse credentials`: the places for credentials, and how many each has. Never a credential. */
export const credentials: CommandRun = async (call) => {
  const status = await readCredentialStorage(await personAtTerminal(call.install));
  const style = styleOf(call.terminal);
  reply(call, status, () =>
    tableOf(
      [
        { title: "Place", text: ({ name }) => name },
        { title: "In use", text: ({ isCurrent }) => (isCurrent ? "yes" : "") },
        { title: "Credentials", right: true, text: (one) => String(one.credentials) },
        {
          title: "State",
          text: ({ reason }) => reason ?? "answers",
          paint: (text, { isUp }) => (isUp ? style.good(text) : style.quiet(text)),
        },
      ],
      status.backends,
      style,
    ),
  );
  return 0;
};

const PLACES = BACKEND_NAMES.filter((name) => name !== "env");

const optionsSchema = z.object({
  to: z.string().optional(),
  connection: z.string().optional(),
});

/** `wheelhouse credentials move`: all of them, or one connection's. Ends with 1 where some could not be moved. */
export const move: CommandRun = async (call) => {
  const options = optionsSchema.parse(call.options);
  const to = backendNameSchema.safeParse(options.to);
  if (!to.success) {
    throw new AppError("VALIDATION_INVALID_INPUT", `Say where with --to: ${PLACES.join(", ")}.`);
  }
  const ctx = await personAtTerminal(call.install);
  const which =
    options.connection === undefined
      ? {}
      : { connectionId: (await chooseConnection(ctx, options.connection)).id };
  let part = await moveCredentials(ctx, { to: to.data, ...which });
  let { moved, skipped } = part;
  while (part.next !== null && !call.terminal.interrupted.aborted) {
    note(call, `${moved} moved, ${part.left} to go.`);
    part = await moveCredentials(ctx, { to: to.data, ...which, after: part.next });
    moved += part.moved;
    skipped += part.skipped;
  }
  reply(call, { to: to.data, moved, skipped, left: part.left }, () => [
    `${moved} moved to: ${BACKEND_LABELS[to.data]}.`,
    ...(skipped > 0
      ? [`${skipped} left as they were: changed meanwhile, or not readable; the log names them.`]
      : []),
    ...(part.left > 0 ? [`${part.left} still elsewhere. To go on: the same command again.`] : []),
  ]);
  return part.left > 0 ? 1 : 0;
};
