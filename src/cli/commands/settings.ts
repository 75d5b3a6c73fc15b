import type { CommandRun } from "@/cli/command-spec";
import { personAtTerminal } from "@/cli/install";
import { reply } from "@/cli/reply";
import { listSettings } from "@/cli/settings-list";
import { styleOf } from "@/cli/style";
import { tableOf } from "@/cli/table";
import { permit } from "@/server/services/permit";

/** `wheelhouse settings`: each setting in force and where it comes from; of a secret only whether it is set. */
export const settings: CommandRun = async (call) => {
  const ctx = await personAtTerminal(call.install);
  permit(ctx, "modify_settings");
  const { liveSettings } = ctx;
  const rows = listSettings(liveSettings.resolved);
  const style = styleOf(call.terminal);
  reply(call, rows, () =>
    tableOf(
      [
        { title: "Setting", text: ({ name }) => name },
        { title: "Value", text: ({ value }) => value ?? "not set" },
        {
          title: "From",
          text: ({ from }) => from,
          paint: (text, { from }) => (from === "default" ? style.quiet(text) : text),
        },
      ],
      rows,
      style,
    ),
  );
  return 0;
};
