import type { CommandOption } from "@/cli/command-spec";

/** The options that `askPassphrase` reads. */
export const PASSPHRASE_OPTIONS: readonly CommandOption[] = [
  { flags: "--passphrase", text: "ask for the passphrase of an encrypted file" },
  { flags: "--passphrase-stdin", text: "read it from the first line of standard input" },
];
