import { z } from "zod";
import type { CommandRun } from "@/cli/command-spec";
import { personAtTerminal } from "@/cli/install";
import { serveMcpStdio } from "@/server/mcp/serve-mcp-stdio";

const optionsSchema = z.object({ allowWrites: z.boolean().default(false) });

/** `wheelhouse mcp`: serves the assistant that started it, for the person who was chosen, with their roles of each moment. */
export const mcp: CommandRun = async (call) => {
  const { allowWrites } = optionsSchema.parse(call.options);
  const context = async () => {
    const ctx = await personAtTerminal(call.install);
    return { ...ctx, request: { ...ctx.request, interface: "mcp" as const } };
  };
  // Whoever can't act hears so at once, rather than the assistant at its first question.
  const { log } = await context();
  await serveMcpStdio(
    { context, allowsWrites: allowWrites, log },
    { stdin: process.stdin, stdout: process.stdout, signal: call.terminal.interrupted },
  );
  return 0;
};
