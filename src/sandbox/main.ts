import { z } from "zod";
import { helpText, readCommandLine } from "./command-line";
import { startSandbox } from "./server";

/** Runs the sandbox until it is told to stop. Every refusal is one sentence and exit code 2. */
async function main(): Promise<void> {
  const options = readCommandLine(process.argv.slice(2));
  if (options === "help") {
    console.log(helpText);
    return;
  }
  const sandbox = await startSandbox(options);
  console.log(`Broker sandbox at ${sandbox.url} (api, identi and bonfire)`);
  console.log(`  phones of its people: ${sandbox.url}/phone`);
  console.log(`  control interface:    ${sandbox.url}/_sandbox/`);
  console.log("  first person to try:  ada@example.com, password not-a-real-password-ada");
  console.log("Press Ctrl-C to stop.");
  const stop = () => {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
    void sandbox.close();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

function sentence(error: unknown): string {
  if (error instanceof z.ZodError) return `Not a valid option.\n${z.prettifyError(error)}`;
  if (!(error instanceof Error)) return "The sandbox could not start.";
  if ("code" in error && error.code === "EADDRINUSE") {
    return "The port is in use. Stop what holds it, or choose another with --port.";
  }
  return error.message;
}

main().catch((error: unknown) => {
  console.error(`${sentence(error)}\nTry --help.`);
  process.exitCode = 2;
});
