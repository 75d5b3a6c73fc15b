import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { CommandRun } from "@/cli/command-spec";
import { EXIT_CODES } from "@/cli/exit-codes";

const LAUNCHER = fileURLToPath(new URL("../../../scripts/app.mjs", import.meta.url));
const optionsSchema = z.object({ port: z.string().optional(), sandbox: z.boolean().default(false) });

/** `wheelhouse serve`: what `npm run app` does, at the real brokers unless the sandbox is wanted. */
export const serveWith =
  (launcher: string): CommandRun =>
  async (call) => {
    const { port, sandbox } = optionsSchema.parse(call.options);
    const parameters = [
      ...(sandbox ? [] : ["--no-sandbox"]),
      ...(port === undefined ? [] : ["--port", port]),
    ];
    const child = spawn(process.execPath, [launcher, ...parameters], {
      stdio: ["ignore", "inherit", "inherit"],
    });
    // A Ctrl-C reaches the launcher from the terminal itself; what only this process is sent is passed on.
    const passOn = () => child.kill("SIGTERM");
    process.once("SIGTERM", passOn);
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", resolve);
    });
    process.off("SIGTERM", passOn);
    return code === 0 ? EXIT_CODES.done.code : EXIT_CODES.failed.code;
  };

export const serve: CommandRun = serveWith(LAUNCHER);
