import type { CommandCall, CommandRun } from "@/cli/command-spec";
import { type Finding, failed } from "@/cli/doctor/finding";
import { installFindings } from "@/cli/doctor/install-findings";
import { networkFindings } from "@/cli/doctor/network-findings";
import { openedFindings } from "@/cli/doctor/opened-findings";
import { servingFindings } from "@/cli/doctor/serving-findings";
import { settingsFindings } from "@/cli/doctor/settings-findings";
import { EXIT_CODES } from "@/cli/exit-codes";
import { reply } from "@/cli/reply";
import { styleOf } from "@/cli/style";
import type { Clock } from "@/server/clock";
import { systemClock } from "@/server/clock";

/** `wheelhouse doctor`: looks at everything that an install needs; 1 where something is wrong. It changes nothing. */
export const doctorAt =
  (clock: Clock): CommandRun =>
  async (call) => {
    const environment = call.install.environment();
    const install = await installFindings(environment);
    const findings = [
      ...settingsFindings(environment),
      ...install,
      ...(await servingFindings(environment, clock.now())),
      // An install that is not in order can't be opened, and says above why.
      ...(install.some(({ state }) => state === "problem") ? [] : await lookInside(call)),
      ...(await networkFindings(environment, () => clock.now())),
    ];
    reply(call, findings, () => findings.flatMap((finding) => linesOf(call, finding)));
    const isWell = findings.every(({ state }) => state !== "problem");
    return isWell ? EXIT_CODES.done.code : EXIT_CODES.failed.code;
  };

async function lookInside(call: CommandCall): Promise<Finding[]> {
  try {
    return await openedFindings(await call.install.services());
  } catch (error) {
    return [failed("install", error, "Look at the log.")];
  }
}

export const doctor: CommandRun = doctorAt(systemClock);

function linesOf(call: CommandCall, { name, state, message, remedy }: Finding): string[] {
  const style = styleOf(call.terminal);
  const word = {
    ok: style.good("ok     "),
    warning: style.warn("warning"),
    problem: style.bad("problem"),
    skipped: style.quiet("skipped"),
  }[state];
  return [`${word}  ${name}: ${message}`, ...(remedy === null ? [] : [`         ${remedy}`])];
}
