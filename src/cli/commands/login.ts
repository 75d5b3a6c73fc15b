import { z } from "zod";
import { challengeListener } from "@/cli/challenge-listener";
import { chosenOf } from "@/cli/choose-connection";
import type { CommandCall, CommandRun } from "@/cli/command-spec";
import { connectionFacts } from "@/cli/connection-words";
import { askCredentials } from "@/cli/credentials";
import { EXIT_CODES } from "@/cli/exit-codes";
import { personAtTerminal } from "@/cli/install";
import { note, reply } from "@/cli/reply";
import { styleOf } from "@/cli/style";
import { loginFailure } from "@/headless/login-failure";
import { followLogin, type LoginOutcome, runLogin } from "@/headless/login-run";
import { ownConnection } from "@/headless/own-connection";
import { signInAlone } from "@/headless/sign-in-alone";
import { addConnection } from "@/server/services/connections/add-connection";
import { checkConnection } from "@/server/services/connections/check-connection";
import { disconnect } from "@/server/services/connections/disconnect";
import { getConnection } from "@/server/services/connections/get-connection";
import { listConnections } from "@/server/services/connections/list-connections";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import { brokerTypeSchema, connectionAccessSchema } from "@/shared/schemas/broker";
import { type ConnectionView, connectionLabelSchema } from "@/shared/schemas/connection";

const optionsSchema = z.object({
  broker: brokerTypeSchema.optional(),
  label: connectionLabelSchema.optional(),
  access: connectionAccessSchema.default("read_only"),
  username: z.string().max(254).optional(),
  passwordStdin: z.boolean().default(false),
  remember: z.boolean().default(false),
  again: z.boolean().default(false),
});
type LoginOptions = z.infer<typeof optionsSchema>;

/** `wheelhouse login`: the stored session first, else a login with every challenge on the way. */
export const login: CommandRun = async (call) => {
  const options = optionsSchema.parse(call.options);
  const ctx = await personAtTerminal(call.install);
  if (isAsBotStart(call, ctx, options)) return loginAlone(call, ctx, options);
  const connection = await connectionToSignIn(ctx, call.words[0], options);
  if (!options.again && (await stillServes(ctx, connection))) {
    return told(call, ctx, connection.id, "Signed in already; the broker accepts the session.");
  }
  const outcome = await signIn(call, ctx, connection, options);
  return tellOutcome(call, ctx, outcome);
};

/** With nothing said, and something in the owner's environment to sign in with: as a bot starts. */
function isAsBotStart(call: CommandCall, { actor }: ServiceContext, options: LoginOptions): boolean {
  const { broker = "robinhood", label, username, passwordStdin, remember, again } = options;
  const isSaid = call.words[0] ?? label ?? username;
  if (isSaid !== undefined || broker !== "robinhood" || passwordStdin || remember || again) return false;
  if (actor.type !== "user" || !actor.isOwner) return false;
  const settings = call.install.headless();
  return [settings.username, settings.password, settings.sessionCachePath].some((one) => one !== undefined);
}

/** What the authentication specification has a bot do: the stored session, the session file's, or one login. */
async function loginAlone(call: CommandCall, ctx: ServiceContext, options: LoginOptions): Promise<number> {
  const settings = call.install.headless();
  const connection = await ownConnection(ctx, {
    broker: "robinhood",
    username: settings.username,
    access: options.access,
  });
  if (connection.login !== null) return tellOutcome(call, ctx, await signIn(call, ctx, connection, options));
  const { sessionCachePath, encryptCache } = settings;
  const done = await signInAlone(ctx, {
    connectionId: connection.id,
    settings,
    cache: sessionCachePath === undefined ? null : { path: sessionCachePath, isEncrypted: encryptCache },
    listener: challengeListener(call, ctx.clock),
    signal: call.terminal.interrupted,
    ask: call.mayAsk ? () => askCredentials(call, ctx, connection, options) : undefined,
  });
  for (const warning of done.warnings) note(call, warning);
  if (done.fileProblem !== null) {
    // A program that waits for this command to succeed would not find its session.
    throw new AppError("STORAGE_WRITE_ERROR", `There is a session, but no session file: ${done.fileProblem}`);
  }
  if (done.outcome !== null) return tellOutcome(call, ctx, done.outcome);
  const from = done.how === "stored" ? "the broker accepts the session" : "with the session of the file";
  return told(call, ctx, connection.id, `Signed in already; ${from}.`);
}

/** The connection that is meant; one that was named by broker or label and is not there is added. */
async function connectionToSignIn(
  ctx: ServiceContext,
  word: string | undefined,
  options: LoginOptions,
): Promise<ConnectionView> {
  const connections = await listConnections(ctx);
  const { broker, label } = options;
  if (word !== undefined) return chosenOf(connections, word);
  const fitting = connections.filter(
    (one) =>
      (broker === undefined || one.broker === broker) &&
      (label === undefined || one.label.toLowerCase() === label.toLowerCase()),
  );
  if (fitting.length > 0) return chosenOf(fitting, undefined);
  const offered = Object.values(ctx.brokers).map(({ description }) => description);
  const chosen = broker ?? (offered.length === 1 ? offered[0]?.id : undefined);
  if (chosen === undefined) {
    throw new AppError("VALIDATION_MISSING_FIELD", "Say which broker with --broker.");
  }
  const name = offered.find(({ id }) => id === chosen)?.name ?? chosen;
  return addConnection(ctx, { broker: chosen, label: label ?? name, access: options.access });
}

/** Whether the stored session is good at the broker. What the broker refuses leads to a login; trouble is thrown. */
async function stillServes(ctx: ServiceContext, connection: ConnectionView): Promise<boolean> {
  if (connection.status !== "connected") return false;
  try {
    return (await checkConnection(ctx, { connectionId: connection.id })).status === "connected";
  } catch (error) {
    if (error instanceof AppError && SESSION_IS_OVER.includes(error.code)) return false;
    throw error;
  }
}

const SESSION_IS_OVER: readonly string[] = ["AUTH_SESSION_EXPIRED", "AUTH_REFRESH_ANSWER_LOST"];

async function signIn(
  call: CommandCall,
  ctx: ServiceContext,
  connection: ConnectionView,
  options: LoginOptions,
): Promise<LoginOutcome> {
  const listener = challengeListener(call, ctx.clock);
  const { interrupted } = call.terminal;
  const connectionId = connection.id;
  if (connection.login !== null) {
    note(call, "A sign-in of this connection is under way; it is taken up.");
    return followLogin(ctx, { connectionId, loginId: connection.login.id }, listener, interrupted);
  }
  const credentials = await askCredentials(call, ctx, connection, options);
  if (interrupted.aborted) return { kind: "cancelled", connection };
  if (connection.status === "connected") await disconnect(ctx, { connectionId, forgetCredentials: false });
  note(call, `Signing in to ${connection.label} …`);
  return runLogin(ctx, { connectionId, credentials, remember: options.remember }, listener, interrupted);
}

async function tellOutcome(call: CommandCall, ctx: ServiceContext, outcome: LoginOutcome): Promise<number> {
  switch (outcome.kind) {
    case "connected":
      return told(call, ctx, outcome.connection.id, "Signed in.");
    case "cancelled":
      note(call, "The sign-in was cancelled; no session was made.");
      return EXIT_CODES.cancelled.code;
    case "person_needed":
    case "failed":
      throw loginFailure(ctx, outcome);
  }
}

async function told(
  call: CommandCall,
  ctx: ServiceContext,
  connectionId: string,
  headline: string,
): Promise<number> {
  const connection = await getConnection(ctx, { connectionId });
  const style = styleOf(call.terminal);
  reply(call, connection, () => [
    style.good(headline),
    ...connectionFacts(connection, ctx.clock.now(), style),
  ]);
  return EXIT_CODES.done.code;
}
