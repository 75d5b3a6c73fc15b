import { z } from "zod";
import { chooseConnection } from "@/cli/choose-connection";
import type { CommandCall, CommandRun } from "@/cli/command-spec";
import {
  connectionFacts,
  healthWord,
  isHeldBack,
  nextWords,
  paintState,
  stateWord,
} from "@/cli/connection-words";
import { EXIT_CODES } from "@/cli/exit-codes";
import { fromNowText } from "@/cli/figures";
import { personAtTerminal } from "@/cli/install";
import { reply } from "@/cli/reply";
import { type Style, styleOf } from "@/cli/style";
import { tableOf } from "@/cli/table";
import { CredentialsError } from "@/env";
import { lookAtCache } from "@/headless/session-cache";
import { addConnection } from "@/server/services/connections/add-connection";
import { changeConnection } from "@/server/services/connections/change-connection";
import { disconnect } from "@/server/services/connections/disconnect";
import { listConnections } from "@/server/services/connections/list-connections";
import { refreshConnection } from "@/server/services/connections/refresh-connection";
import { removeConnection } from "@/server/services/connections/remove-connection";
import { retryConnection } from "@/server/services/connections/retry-connection";
import type { ServiceContext } from "@/server/services/service-context";
import { removeSessionFile } from "@/server/session-file/remove-session-file";
import { brokerTypeSchema, connectionAccessSchema } from "@/shared/schemas/broker";
import { type ConnectionView, connectionLabelSchema } from "@/shared/schemas/connection";
import type { HeadlessSettings } from "@/shared/settings/headless-settings";

const NO_CONNECTION = "There is no connection yet. `wheelhouse login` adds one.";

/** `wheelhouse connections list`. */
export const listAll: CommandRun = async (call) => {
  const ctx = await personAtTerminal(call.install);
  const connections = await listConnections(ctx);
  reply(call, connections, () => connectionTable(connections, ctx.clock.now(), styleOf(call.terminal)));
  return EXIT_CODES.done.code;
};

/** `wheelhouse status`: 0 where every connection that is meant has a session, so that scripts can ask. */
export const status: CommandRun = async (call) => {
  const ctx = await personAtTerminal(call.install);
  const [word] = call.words;
  const connections = word === undefined ? await listConnections(ctx) : [await chooseConnection(ctx, word)];
  const now = ctx.clock.now();
  const style = styleOf(call.terminal);
  reply(call, connections, () => {
    const [only] = connections;
    return connections.length === 1 && only !== undefined
      ? connectionFacts(only, now, style)
      : connectionTable(connections, now, style);
  });
  if (connections.every(({ status: state }) => state === "connected")) return EXIT_CODES.done.code;
  return connections.some((one) => isHeldBack(one, now)) ? EXIT_CODES.later.code : EXIT_CODES.person.code;
};

/** `wheelhouse connections show`. */
export const show: CommandRun = (call) => withConnection(call, async (_ctx, connection) => connection);

/** `wheelhouse connections add`. */
export const add: CommandRun = async (call) => {
  const options = z
    .object({
      broker: brokerTypeSchema.default("robinhood"),
      label: connectionLabelSchema,
      access: connectionAccessSchema.default("read_only"),
    })
    .parse(call.options);
  const ctx = await personAtTerminal(call.install);
  return tell(call, ctx, await addConnection(ctx, options));
};

/** `wheelhouse connections rename`. */
export const rename: CommandRun = (call) => {
  const label = connectionLabelSchema.parse(call.words[1]);
  return withConnection(call, (ctx, { id }) => changeConnection(ctx, { connectionId: id, label }));
};

/** `wheelhouse connections retry`. */
export const retry: CommandRun = (call) =>
  withConnection(call, (ctx, { id }) => retryConnection(ctx, { connectionId: id }));

/** `wheelhouse refresh`. */
export const refresh: CommandRun = (call) =>
  withConnection(call, (ctx, { id }) => refreshConnection(ctx, { connectionId: id }));

/** `wheelhouse logout`: says so where the broker could not be told. */
export const logout: CommandRun = (call) => {
  const { forget } = z.object({ forget: z.boolean().default(false) }).parse(call.options);
  return withConnection(
    call,
    async (ctx, { id }) => {
      const file = await ownSessionFile(call, ctx, id);
      const ended = await disconnect(ctx, { connectionId: id, forgetCredentials: forget });
      if (file !== null) await removeSessionFile(file);
      return ended;
    },
    ({ revokedAtBroker }, style) =>
      revokedAtBroker === false
        ? [style.warn("The session is deleted here, but the broker could not be told: end it in its app.")]
        : [style.good("Signed out.")],
  );
};

/** The session file of the owner's environment, where it holds the connection's session. */
async function ownSessionFile(call: CommandCall, ctx: ServiceContext, id: string): Promise<string | null> {
  const { sessionCachePath: path, encryptCache: isEncrypted } = settingsOf(call) ?? {};
  if (path === undefined || isEncrypted === undefined) return null;
  if (ctx.actor.type !== "user" || !ctx.actor.isOwner) return null;
  return (await lookAtCache(ctx, id, { path, isEncrypted })).isCurrent ? path : null;
}

/** A malformed variable keeps nobody from signing out: null then. */
function settingsOf(call: CommandCall): HeadlessSettings | null {
  try {
    return call.install.headless();
  } catch (error) {
    if (error instanceof CredentialsError) return null;
    throw error;
  }
}

/** `wheelhouse connections remove`. */
export const remove: CommandRun = async (call) => {
  const ctx = await personAtTerminal(call.install);
  const { id, label } = await chooseConnection(ctx, call.words[0]);
  await removeConnection(ctx, { connectionId: id });
  reply(call, { removed: id }, () => [`Removed ${label}.`]);
  return EXIT_CODES.done.code;
};

async function withConnection(
  call: CommandCall,
  act: (ctx: ServiceContext, connection: ConnectionView) => Promise<ConnectionView>,
  headline: (connection: ConnectionView, style: Style) => string[] = () => [],
): Promise<number> {
  const ctx = await personAtTerminal(call.install);
  const connection = await act(ctx, await chooseConnection(ctx, call.words[0]));
  return tell(call, ctx, connection, headline(connection, styleOf(call.terminal)));
}

function tell(
  call: CommandCall,
  ctx: ServiceContext,
  connection: ConnectionView,
  headline: readonly string[] = [],
): number {
  reply(call, connection, () => [
    ...headline,
    ...connectionFacts(connection, ctx.clock.now(), styleOf(call.terminal)),
  ]);
  return EXIT_CODES.done.code;
}

function connectionTable(connections: readonly ConnectionView[], now: Date, style: Style): string[] {
  if (connections.length === 0) return [NO_CONNECTION];
  return tableOf(
    [
      { title: "Name", text: ({ label }) => label },
      { title: "Broker", text: ({ broker }) => broker },
      { title: "State", text: stateWord, paint: (text, row) => paintState(style, text, row) },
      { title: "Health", text: healthWord, paint: (text, row) => paintState(style, text, row) },
      {
        title: "Session ends",
        text: ({ session }) => (session === null ? "" : fromNowText(session.expiresAt, now)),
      },
      { title: "Accounts", text: ({ accounts }) => accounts.map((one) => one.maskedNumber).join(", ") },
      { title: "Next", text: (row) => nextWords(row, now) },
    ],
    connections,
    style,
  );
}
