import type { CommandRun } from "@/cli/command-spec";
import { personAtTerminal } from "@/cli/install";
import { reply } from "@/cli/reply";
import { factsOf } from "@/cli/table";
import { readViewer } from "@/server/services/viewer/read-viewer";

/** `wheelhouse whoami`: who acts, and what their roles allow. */
export const whoami: CommandRun = async (call) => {
  const viewer = await readViewer(await personAtTerminal(call.install));
  reply(call, viewer, () =>
    factsOf([
      ["E-mail", viewer.email],
      ["Name", viewer.displayName],
      ["Roles", viewer.roles.join(", ")],
      ["Owner", viewer.isOwner ? "yes" : "no"],
      ["May", viewer.permissions.join(", ")],
    ]),
  );
  return 0;
};
