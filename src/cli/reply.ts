import type { CommandCall } from "@/cli/command-spec";

/** Tells the result: one JSON document with `--json`, else the lines. */
export function reply(call: CommandCall, value: unknown, lines: () => readonly string[]): void {
  if (call.isJson) {
    call.terminal.out(JSON.stringify(value, null, 2));
    return;
  }
  for (const line of lines()) call.terminal.out(line);
}

/** Tells the person something on the way; a program that reads JSON is not told. */
export function note(call: CommandCall, line: string): void {
  if (!call.isJson) call.terminal.error(line);
}
