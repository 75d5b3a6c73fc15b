import { spawn } from "node:child_process";
import { resolve } from "node:path";

export interface EndedProgram {
  readonly code: number | null;
  readonly printed: string;
  readonly complained: string;
}

/** Runs a program in the repository's folder, with this environment and nothing else, to its end. */
export function runProgram(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<EndedProgram> {
  const child = spawn(program, args, {
    cwd: resolve(import.meta.dirname, "../.."),
    env: { NODE_ENV: "production", PYTHONDONTWRITEBYTECODE: "1", ...environment },
  });
  let printed = "";
  let complained = "";
  child.stdout.on("data", (chunk: Buffer) => {
    printed += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    complained += chunk.toString();
  });
  return new Promise((done, failed) => {
    child.once("error", failed);
    child.once("close", (code) => done({ code, printed, complained }));
  });
}
