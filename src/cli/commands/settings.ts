import type { CommandRun } from "@/cli/command-spec";
import { personAtTerminal } from "@/cli/install";
import { reply } from "@/cli/reply";
import { listSettings } from "@/cli/settings-list";
import { styleOf } from "@/cli/style";
import { tableOf } from "@/cli/table";
import { settingsGiven } from "@/env";
import { permit } from "@/server/services/permit";

/** `wheelhouse settings`: each setting in force and where it comes from; of a secret only whether it is set. */
export const settings: CommandRun = async (call) => {
  const environment = call.install.environment();
  permit(await personAtTerminal(call.install), "modify_settings");
  const rows = listSettings(environment, settingsGiven());
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
