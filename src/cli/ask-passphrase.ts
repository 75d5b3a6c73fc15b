import type { CommandCall } from "@/cli/command-spec";
import { askOrStop, firstLineOf } from "@/cli/credentials";
import { AppError } from "@/shared/app-error";
import { Secret } from "@/shared/secret";

const MOST_INPUT_BYTES = 4096;

/**
 * The passphrase, from standard input or from the person, who types a new one twice; null where none was asked for.
 * Throws AUTH_PERSON_NEEDED where nobody may be asked.
 */
export async function askPassphrase(
  call: CommandCall,
  options: { readonly passphrase: boolean; readonly passphraseStdin: boolean },
  isNew: boolean,
): Promise<Secret | null> {
  if (options.passphraseStdin) {
    return new Secret(firstLineOf(await call.terminal.readInput(MOST_INPUT_BYTES)));
  }
  if (!options.passphrase) return null;
  if (!call.mayAsk) throw new AppError("AUTH_PERSON_NEEDED", "Nobody may be asked for the passphrase");
  const typed = await askOrStop(call, "Passphrase: ", true);
  if (isNew && typed !== (await askOrStop(call, "The same again: ", true))) {
    throw new AppError("VALIDATION_INVALID_INPUT", "The two passphrases differ; nothing was written");
  }
  return new Secret(typed);
}
