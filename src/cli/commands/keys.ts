import { z } from "zod";
import type { CommandCall, CommandRun } from "@/cli/command-spec";
import { personAtTerminal } from "@/cli/install";
import { note, reply } from "@/cli/reply";
import { type Style, styleOf } from "@/cli/style";
import { factsOf, tableOf } from "@/cli/table";
import { applyMasterKey } from "@/server/services/keys/apply-master-key";
import { generateMasterKey } from "@/server/services/keys/generate-master-key";
import { readKeyProgress } from "@/server/services/keys/read-key-progress";
import { readKeyStatus } from "@/server/services/keys/read-key-status";
import { renewDataKeys } from "@/server/services/keys/renew-data-keys";
import { resealTexts } from "@/server/services/keys/reseal-texts";
import { retireMasterKey } from "@/server/services/keys/retire-master-key";
import { systemContext } from "@/server/services/system-context";
import { AppError } from "@/shared/app-error";
import { type KeyStatus, keyFateSchema, retireKeyInputSchema } from "@/shared/schemas/keys";

/** `wheelhouse keys`: which key this is, and what is to be done next. Never the key. */
export const keys: CommandRun = async (call) => {
  // Opening checks the key against the database, and throws with both fingerprints where it is another.
  const status = await readKeyStatus(await personAtTerminal(call.install));
  reply(call, { ...status, fingerprint: status.active, matchesDatabase: true }, () => [
    ...factsOf([
      ["Master key", `from ${status.source.place}`],
      ["Fingerprint", status.active],
      ["New key", status.waiting],
      ["Data keys", `${status.dataKeys.live}, for ${status.dataKeys.texts} encrypted texts`],
      ["Old data keys", status.dataKeys.retired === 0 ? null : String(status.dataKeys.retired)],
      ["Renewal", status.rotation === null ? null : progressText(status.rotation)],
    ]),
    styleOf(call.terminal).good("It is the key of this database."),
    NEXT[status.nextStep](status),
  ]);
  return 0;
};

const NEXT: Readonly<Record<KeyStatus["nextStep"], (status: KeyStatus) => string>> = {
  generate: () => "To change it: `wheelhouse keys generate`.",
  wait: ({ lacking }) => `Next: give the new key to ${lacking.join(", ")}.`,
  apply: () => "Next: `wheelhouse keys apply`, or a restart.",
  retire: ({ masterKeys }) => {
    const old = masterKeys.find(({ state }) => state === "retired");
    return `Next: \`wheelhouse keys retire ${old?.fingerprint}\`, from ${old?.removableFrom?.slice(0, 10)} on.`;
  },
};

/** `wheelhouse keys generate`. */
export const generate: CommandRun = async (call) => {
  const ctx = await personAtTerminal(call.install);
  const made = await generateMasterKey(ctx, {});
  reply(call, made, () => {
    if (made.key === null) {
      return [
        `A new master key waits in the key folder. Fingerprint: ${made.fingerprint}`,
        "Nothing has changed yet. Next: `wheelhouse keys apply`, or a restart.",
      ];
    }
    const { kind, place } = ctx.masterKeys.source;
    const where = kind === "variable" ? `APP_MASTER_KEY=${made.key}` : `${place}: ${made.key}`;
    return [
      `A new master key, shown this once. Fingerprint: ${made.fingerprint}`,
      where,
      "APP_MASTER_KEY_PREVIOUS=<the present key>",
      "Nothing has changed yet. Set both in every process, and restart: the first start with both changes over.",
    ];
  });
  return 0;
};

/** `wheelhouse keys apply`. */
export const apply: CommandRun = async (call) => {
  const status = await applyMasterKey(await personAtTerminal(call.install), {});
  reply(call, status, () => [
    styleOf(call.terminal).good(`The master key is now ${status.active}.`),
    "The old one is kept: backups of before need it.",
    NEXT[status.nextStep](status),
  ]);
  return 0;
};

const retireOptionsSchema = z.object({
  now: z.literal(true).optional(),
  fate: keyFateSchema.default("archive"),
});

/** `wheelhouse keys retire`. */
export const retire: CommandRun = async (call) => {
  const { now, fate } = retireOptionsSchema.parse(call.options);
  const input = retireKeyInputSchema.safeParse({ fingerprint: call.words[0], fate, now: now ?? false });
  if (!input.success) {
    throw new AppError(
      "VALIDATION_INVALID_INPUT",
      "A fingerprint has 16 digits. See `wheelhouse keys history`.",
    );
  }
  const { leftAt, status } = await retireMasterKey(await personAtTerminal(call.install), input.data);
  reply(call, { leftAt, status }, () => [
    `The master key ${input.data.fingerprint} is ${fate === "shred" ? "destroyed" : "out of use"}.`,
    "A backup of its time can be opened with it only.",
    ...leftAt.map((place) => `Still there: ${place}. Remove it yourself.`),
  ]);
  return 0;
};

/** `wheelhouse keys renew-data-keys`: begins, and follows it here; a server that runs takes part. */
export const renew: CommandRun = async (call) => {
  const ctx = await personAtTerminal(call.install);
  const begun = await renewDataKeys(ctx, {});
  note(call, `Renewing ${begun.total} texts. It goes on in the server if you leave.`);
  await resealTexts(systemContext(ctx), new AbortController().signal);
  const ended = (await readKeyProgress(ctx)) ?? begun;
  reply(call, ended, () => [progressText(ended)]);
  return ended.status === "failed" ? 1 : 0;
};

/** `wheelhouse keys history`. */
export const history: CommandRun = async (call) => {
  const { masterKeys } = await readKeyStatus(await personAtTerminal(call.install));
  reply(call, masterKeys, () => historyOf(call, masterKeys, styleOf(call.terminal)));
  return 0;
};

function historyOf(_call: CommandCall, keysThen: KeyStatus["masterKeys"], style: Style): string[] {
  const day = (time: string | null) => time?.slice(0, 10) ?? "";
  return tableOf(
    [
      { title: "Fingerprint", text: ({ fingerprint }) => fingerprint },
      {
        title: "State",
        text: ({ state }) => state,
        paint: (text, { state }) => (state === "active" ? style.good(text) : style.quiet(text)),
      },
      { title: "From", text: ({ source }) => source },
      { title: "First used", text: ({ firstUsedAt }) => day(firstUsedAt) },
      { title: "Until", text: ({ retiredAt }) => day(retiredAt) },
      { title: "Removed", text: ({ removedAt }) => day(removedAt) },
    ],
    keysThen,
    style,
  );
}

function progressText({ status, done, total }: NonNullable<KeyStatus["rotation"]>): string {
  const words = {
    running: "going on",
    done: "done",
    failed: "ended, but some texts could not be opened; see the log",
  };
  return `${done} of ${total} texts, ${words[status]}`;
}
