import { fileURLToPath } from "node:url";
import { spawn } from "@lydell/node-pty";

const WHEELHOUSE = fileURLToPath(new URL("../../bin/wheelhouse.mjs", import.meta.url));

/** What came of a command that ran in a terminal of its own. */
export interface TerminalRun {
  readonly code: number;
  /** Everything that the terminal showed, what it echoed included. */
  readonly screen: string;
}

/** What is typed when a text shows; a function may do something else first. */
export type TerminalStep = readonly [shows: string, keys: string | (() => string)];

const END = "\u0001ended with ";
/**
 * Runs the words, tells how they ended, and stays: a terminal whose last program has ended is cleared away within
 * 200 ms, with what nobody has read yet. An interrupt is for the program, which the shell outlives.
 */
const HOLD_OPEN = 'trap : INT; "$@"; printf "\\001ended with %s\\n" "$?"; read -r _';

/**
 * Runs a program in a real pseudo-terminal, takes the steps one after the other as their texts show, and resolves when
 * it has ended. `variables` are all that it sees of the environment, beside PATH.
 */
export function runInTerminal(
  file: string,
  words: readonly string[],
  variables: Readonly<Record<string, string>>,
  steps: readonly TerminalStep[] = [],
): Promise<TerminalRun> {
  const terminal = spawn("/bin/sh", ["-c", HOLD_OPEN, "sh", file, ...words], {
    cols: 200,
    rows: 60,
    env: { ...variables },
  });
  const left = [...steps];
  let screen = "";
  let seen = 0;
  return new Promise((resolve, reject) => {
    terminal.onData((data) => {
      screen += data;
      const [shown = "", code] = screen.split(END);
      if (code?.includes("\n")) {
        resolve({ code: Number.parseInt(code, 10), screen: shown });
        terminal.kill();
      }
      const [next] = left;
      if (next === undefined || !screen.slice(seen).includes(next[0])) return;
      left.shift();
      seen = screen.length;
      terminal.write(typeof next[1] === "string" ? next[1] : next[1]());
    });
    terminal.onExit(() => reject(new Error(`The terminal went before its program had ended:\n${screen}`)));
  });
}

/** {@link runInTerminal} of `wheelhouse` as it is installed. */
export function runWheelhouse(
  words: readonly string[],
  variables: Readonly<Record<string, string>>,
  steps: readonly TerminalStep[] = [],
): Promise<TerminalRun> {
  return runInTerminal(process.execPath, [WHEELHOUSE, ...words], variables, steps);
}

/** `wheelhouse` as a shell types it, for lines such as `wheelhouse login && bot`. */
export const WHEELHOUSE_COMMAND = `'${process.execPath}' '${WHEELHOUSE}'`;
