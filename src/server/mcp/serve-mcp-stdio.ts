import type { Readable, Writable } from "node:stream";
import { StdioServerTransport, serveStdio } from "@modelcontextprotocol/server/stdio";
import { buildMcpServer } from "@/server/mcp/build-mcp-server";
import type { McpSession } from "@/server/mcp/mcp-session";

interface StdioOptions {
  readonly stdin: Readable;
  /** Bears messages alone: whatever else is written to it breaks the protocol. */
  readonly stdout: Writable;
  /** Ends the serving. */
  readonly signal: AbortSignal;
}

/** Serves one client over standard input and output, until the input ends or the signal is aborted. */
export async function serveMcpStdio(
  session: McpSession,
  { stdin, stdout, signal }: StdioOptions,
): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    for (const event of ["end", "close"]) stdin.once(event, resolve);
    signal.addEventListener("abort", () => resolve(), { once: true });
    if (signal.aborted) resolve();
  });
  const transport = new StdioServerTransport(stdin, stdout);
  const handle = serveStdio(() => buildMcpServer(session), { transport, maxSubscriptions: 0 });
  await ended;
  await handle.close();
}
