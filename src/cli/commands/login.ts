import { z } from "zod";
import { challengeListener } from "@/cli/challenge-listener";
import { chosenOf } from "@/cli/choose-connection";
import type { CommandCall, CommandRun } from "@/cli/command-spec";
import { connectionFacts } from "@/cli/connection-words";
import { askCredentials } from "@/cli/credentials";
import { EXIT_CODES } from "@/cli/exit-codes";
import { timeText } from "@/cli/figures";
import { personAtTerminal } from "@/cli/install";
import { note, reply } from "@/cli/reply";
import { styleOf } from "@/cli/style";
import { followLogin, type LoginOutcome, runLogin } from "@/headless/login-run";
import { addConnection } from "@/server/services/connections/add-connection";
import { checkConnection } from "@/server/services/connections/check-connection";
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
  const connection = await connectionToSignIn(ctx, call.words[0], options);
  if (!options.again && (await stillServes(ctx, connection))) {
    return told(call, ctx, connection.id, "Signed in already; the broker accepts the session.");
  }
  const outcome = await signIn(call, ctx, connection, options);
  return tellOutcome(call, ctx, outcome);
};

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
      throw new AppError(
        "AUTH_PERSON_NEEDED",
        `The broker wants an answer from a person (${outcome.challenge.kind}); the sign-in was cancelled`,
      );
    case "failed":
      throw failureOf(outcome.connection, outcome.code, ctx.clock.now());
  }
}

function failureOf(connection: ConnectionView, code: Parameters<typeof errorOf>[0], now: Date): AppError {
  const { notBefore } = connection;
  const waitSeconds = notBefore === null ? 0 : (new Date(notBefore).getTime() - now.getTime()) / 1000;
  return errorOf(code, notBefore, waitSeconds);
}

function errorOf(code: AppError["code"], notBefore: string | null, waitSeconds: number): AppError {
  const plain = new AppError(code);
  if (waitSeconds <= 0) return plain;
  return new AppError(code, `${plain.message}; no sign-in before ${timeText(notBefore)}`, {
    retryAfterSeconds: waitSeconds,
  });
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
