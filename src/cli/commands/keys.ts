import type { CommandRun } from "@/cli/command-spec";
import { reply } from "@/cli/reply";
import { styleOf } from "@/cli/style";
import { factsOf } from "@/cli/table";

/** `wheelhouse keys`: which key this is, and whether the database was written with it. Never the key. */
export const keys: CommandRun = async (call) => {
  // Opening checks the key against the database, and throws with both fingerprints where it is another.
  const { storage, masterKeys } = await call.install.services();
  const { masterKeyFingerprint } = await storage.install.get();
  const fingerprint = masterKeys.held()[0] ?? "";
  const source = masterKeys.source.place;
  reply(call, { fingerprint, source, matchesDatabase: masterKeyFingerprint === fingerprint }, () => [
    ...factsOf([
      ["Master key", `from ${source}`],
      ["Fingerprint", fingerprint],
    ]),
    styleOf(call.terminal).good("It is the key of this database."),
  ]);
  return 0;
};
