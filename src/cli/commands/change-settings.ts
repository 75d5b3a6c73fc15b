import { readFile } from "node:fs/promises";
import type { CommandCall, CommandRun } from "@/cli/command-spec";
import { EXIT_CODES } from "@/cli/exit-codes";
import { fromNowText } from "@/cli/figures";
import { personAtTerminal } from "@/cli/install";
import { note, reply } from "@/cli/reply";
import { styleOf } from "@/cli/style";
import { tableOf } from "@/cli/table";
import { changeSettings } from "@/server/services/settings/change-settings";
import { exportSettings } from "@/server/services/settings/export-settings";
import { importSettings } from "@/server/services/settings/import-settings";
import { listSettingChanges } from "@/server/services/settings/list-setting-changes";
import { listSettings } from "@/server/services/settings/list-settings";
import { previewSettings } from "@/server/services/settings/preview-settings";
import { undoSettingChange } from "@/server/services/settings/undo-setting-change";
import { AppError } from "@/shared/app-error";
import type { SettingList } from "@/shared/schemas/system-setting";

const HISTORY_LENGTH = 50;
const MOST_FILE_CHARACTERS = 200_000;
const IN_FORCE = "It is in force; other processes take it up within seconds.";

/** `wheelhouse settings set`. */
export const set: CommandRun = (call) => change(call, call.words[1] ?? "");

/** `wheelhouse settings unset`. */
export const unset: CommandRun = (call) => change(call, null);

async function change(call: CommandCall, value: string | null): Promise<number> {
  const name = call.words[0] ?? "";
  const ctx = await personAtTerminal(call.install);
  const { version } = await listSettings(ctx);
  return tell(call, name, await changeSettings(ctx, { version, changes: [{ name, value }] }));
}

/** `wheelhouse settings undo`. */
export const undo: CommandRun = async (call) => {
  const changeId = call.words[0] ?? "";
  const ctx = await personAtTerminal(call.install);
  const list = await undoSettingChange(ctx, { changeId });
  const { changes } = await listSettingChanges(ctx, { limit: 1 });
  return tell(call, changes[0]?.name ?? "", list);
};

/** What the setting is now, and where that comes from. */
function tell(call: CommandCall, name: string, { groups }: SettingList): number {
  const setting = groups.flatMap(({ settings }) => settings).find((one) => one.name === name);
  const { value = null, shown = "", origin } = setting ?? {};
  reply(call, { name, value, from: origin?.layer }, () => [`${name} is ${shown}. ${IN_FORCE}`]);
  return EXIT_CODES.done.code;
}

/** `wheelhouse settings history`. */
export const history: CommandRun = async (call) => {
  const [name] = call.words;
  const ctx = await personAtTerminal(call.install);
  const given = { ...(name !== undefined && { name }), limit: HISTORY_LENGTH };
  const { changes } = await listSettingChanges(ctx, given);
  const now = ctx.clock.now();
  reply(call, changes, () =>
    changes.length === 0
      ? ["Nothing was changed yet."]
      : tableOf(
          [
            { title: "Id", text: ({ id }) => id },
            { title: "When", text: ({ at }) => fromNowText(at, now) },
            { title: "Who", text: ({ by }) => by },
            { title: "Setting", text: ({ name }) => name },
            { title: "Before", text: ({ before }) => before ?? "not saved" },
            { title: "After", text: ({ after }) => after ?? "not saved" },
            { title: "Undo", text: ({ undoable }) => (undoable ? "possible" : "no") },
          ],
          changes,
          styleOf(call.terminal),
        ),
  );
  return EXIT_CODES.done.code;
};

/** `wheelhouse settings export`. */
export const exportAll: CommandRun = async (call) => {
  const { yaml } = await exportSettings(await personAtTerminal(call.install));
  reply(call, { yaml }, () => [yaml.trimEnd()]);
  return EXIT_CODES.done.code;
};

/** `wheelhouse settings import`: all of the file, or nothing. */
export const importFile: CommandRun = async (call) => {
  const path = call.install.pathOf(call.words[0] ?? "");
  const yaml = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new AppError("VALIDATION_INVALID_INPUT", `${path} can't be read`, { cause });
  });
  if (yaml.length > MOST_FILE_CHARACTERS)
    throw new AppError("VALIDATION_INVALID_INPUT", `${path} is too large`);
  const ctx = await personAtTerminal(call.install);
  const { version, changes, skipped } = await previewSettings(ctx, { yaml });
  await importSettings(ctx, { yaml, version });
  for (const { reason } of skipped) note(call, `Left as it is: ${reason}.`);
  reply(call, { changes, skipped }, () => [
    ...changes.map(({ name, before, after }) => `${name}: ${before ?? "not set"} → ${after ?? "not set"}`),
    changes.length === 0 ? "Everything is so already." : IN_FORCE,
  ]);
  return EXIT_CODES.done.code;
};
