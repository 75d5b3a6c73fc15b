import { z } from "zod";
import type { CommandCall, CommandRun } from "@/cli/command-spec";
import { askOrStop, firstLineOf } from "@/cli/credentials";
import { EXIT_CODES } from "@/cli/exit-codes";
import { nobodyAtTerminal } from "@/cli/install";
import { prepare } from "@/cli/prepare/prepare";
import { reply } from "@/cli/reply";
import type { Services } from "@/server/services/service-context";
import { completeSetup } from "@/server/services/setup/complete-setup";
import { AppError } from "@/shared/app-error";
import { completeSetupInputSchema } from "@/shared/schemas/member";

const MOST_INPUT_BYTES = 4096;
const optionsSchema = z.object({
  email: z.string().optional(),
  name: z.string().optional(),
  passwordStdin: z.boolean().default(false),
});

/** `wheelhouse setup`: makes the install ready and its owner, without a browser. The setup code stays in here. */
export const setup: CommandRun = async (call) => {
  const options = optionsSchema.parse(call.options);
  const { setupCode, publicUrl } = await prepare(call.install.environment());
  if (setupCode === null) {
    throw new AppError("API_CONFLICT", "This install has its owner already");
  }
  const given = {
    email: options.email ?? (await askFor(call, "E-mail", "--email", false)),
    displayName: options.name ?? (await askFor(call, "Name", "--name", false)),
    password: options.passwordStdin
      ? firstLineOf(await call.terminal.readInput(MOST_INPUT_BYTES))
      : await newPassword(call, await call.install.services()),
  };
  if (call.terminal.interrupted.aborted) return EXIT_CODES.cancelled.code;
  const services = await call.install.services();
  const input = completeSetupInputSchema.parse({ code: setupCode, ...given });
  const { email } = await completeSetup(nobodyAtTerminal(services), input);
  reply(call, { email, publicUrl }, () => [
    `${email} owns this install now.`,
    "Next: `wheelhouse login` signs in to a broker; `npm run app` starts the web app.",
  ]);
  return EXIT_CODES.done.code;
};

async function askFor(call: CommandCall, what: string, option: string, hidden: boolean): Promise<string> {
  if (!call.mayAsk) {
    throw new AppError("AUTH_PERSON_NEEDED", `Nobody may be asked for: ${what} (give it by ${option})`);
  }
  return askOrStop(call, `${what}: `, hidden);
}

async function newPassword(call: CommandCall, { settings }: Services): Promise<string> {
  const what = `New password, ${settings.passwords.minLength} characters or more`;
  const password = await askFor(call, what, "--password-stdin", true);
  const again = await askFor(call, "The same again", "--password-stdin", true);
  if (password !== again) {
    throw new AppError("VALIDATION_INVALID_INPUT", "The two passwords differ; nothing was changed");
  }
  return password;
}
