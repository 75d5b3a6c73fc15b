import type { CommandCall } from "@/cli/command-spec";
import { brokerOf } from "@/server/services/connections/load-connection";
import { loginNameField } from "@/server/services/connections/resolve-credentials";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import type { CredentialField } from "@/shared/schemas/broker";
import type { ConnectionView } from "@/shared/schemas/connection";
import { checkCredentialField } from "@/shared/schemas/credential-field";

const MOST_INPUT_BYTES = 4096;
const TRIES = 3;

interface CredentialOptions {
  readonly username?: string | undefined;
  readonly passwordStdin: boolean;
}

/**
 * What to sign in with beside what the connection remembers: from the environment (the owner's alone), the options,
 * standard input, and for what is missing then from the person, without echo where it is secret. Throws
 * AUTH_PERSON_NEEDED where nobody may be asked, and `EnvironmentError` for malformed variables.
 */
export async function askCredentials(
  call: CommandCall,
  ctx: ServiceContext,
  connection: ConnectionView,
  options: CredentialOptions,
): Promise<Record<string, string>> {
  const { description } = brokerOf(ctx, connection.broker);
  const fields = description.credentialFields;
  const given = credentialsOfEnvironment(call, ctx, connection);
  const nameField = loginNameField(description);
  if (nameField !== undefined && options.username !== undefined) given[nameField.name] = options.username;
  const passwordField = fields.find(({ kind }) => kind === "password");
  if (passwordField !== undefined && options.passwordStdin) {
    given[passwordField.name] = firstLineOf(await call.terminal.readInput(MOST_INPUT_BYTES));
  }
  const missing = fields.filter(
    ({ name, required }) => required && given[name] === undefined && !connection.remembers.includes(name),
  );
  if (missing.length > 0 && !call.mayAsk) {
    throw new AppError(
      "AUTH_PERSON_NEEDED",
      `Nobody may be asked for: ${missing.map(({ label }) => label).join(", ")}`,
    );
  }
  for (const field of missing) {
    if (call.terminal.interrupted.aborted) break;
    given[field.name] = await askField(call, field);
  }
  return given;
}

/** The variables are one person's: the owner's. A connection that remembers other credentials does without them. */
function credentialsOfEnvironment(
  call: CommandCall,
  ctx: ServiceContext,
  { broker, remembers }: ConnectionView,
): Record<string, string> {
  const isOwner = ctx.actor.type === "user" && ctx.actor.isOwner;
  if (!isOwner || broker !== "robinhood" || remembers.includes("password")) return {};
  const { username, password, mfaSecret, oneTimeCode } = call.install.headless();
  const values = { username, password, mfaSecret, mfaCode: oneTimeCode };
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value.reveal()]])),
  );
}

/** Asks until the value has the right form, three times at most: the last is handed on, and refused with its reason. */
async function askField(call: CommandCall, field: CredentialField): Promise<string> {
  const hidden = field.kind === "password" || field.kind === "totp_secret" || field.kind === "one_time_code";
  for (let turn = 1; ; turn += 1) {
    const value = await askOrStop(call, `${field.label}: `, hidden);
    const problem = value === "" ? "Type it, then press Enter" : checkCredentialField(field, value);
    if (problem === null || turn === TRIES || call.terminal.interrupted.aborted) return value;
    call.terminal.error(`  ${problem}.`);
  }
}

/** What is typed, or an empty text when Ctrl-C was pressed. */
export async function askOrStop(call: CommandCall, prompt: string, hidden: boolean): Promise<string> {
  const { terminal } = call;
  const stopped = new Promise<string>((resolve) => {
    if (terminal.interrupted.aborted) resolve("");
    else terminal.interrupted.addEventListener("abort", () => resolve(""), { once: true });
  });
  return Promise.race([terminal.ask(prompt, { hidden }), stopped]);
}

/** The first line of what was piped in, whatever ends it. */
export function firstLineOf(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? "";
}
