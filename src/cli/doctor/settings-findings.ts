import { type Finding, ok, warning } from "@/cli/doctor/finding";
import type { Environment } from "@/env";

/** What is set and has no effect. */
export function settingsFindings({ unusedCredentials, configFile }: Environment): Finding[] {
  const name = "settings";
  return unusedCredentials.length === 0
    ? [ok(name, `every variable is of use; a file would be ${configFile}`)]
    : [
        warning(
          name,
          `${unusedCredentials.join(", ")} set, but this version knows no such broker`,
          "Remove them: credentials that nobody uses can only leak.",
        ),
      ];
}
