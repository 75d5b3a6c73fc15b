import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { inject } from "vitest";

/** The check that finds Python is plain JavaScript; this is its function's type. */
interface PythonCheck {
  readonly ensurePython: (root: string, environment: Record<string, string>) => Promise<string>;
}

const root = resolve(import.meta.dirname, "../..");
let python: Promise<string> | null = null;

/** The program of the Python that tests use. */
export function pythonPath(): Promise<string> {
  python ??= import(resolve(root, "scripts/checks/python.mjs")).then((check: PythonCheck) =>
    check.ensurePython(root, { PATH: inject("searchPath") }),
  );
  return python;
}

/** Runs a Python program without any packages: gives it the input, and gives back what it printed. */
export async function runPython(
  program: string,
  input: string,
  args: readonly string[] = [],
): Promise<string> {
  const child = spawn(await pythonPath(), ["-I", "-c", program, ...args]);
  const ended = new Promise<number | null>((done, failed) => {
    child.once("error", failed);
    child.once("close", done);
  });
  const printed: Buffer[] = [];
  const complaints: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => printed.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
  child.stdin.end(input);
  const code = await ended;
  if (code !== 0) {
    throw new Error(`Python ended with ${code}: ${Buffer.concat(complaints).toString("utf8")}`);
  }
  return Buffer.concat(printed).toString("utf8");
}
