import { McpServer, ProtocolError, ProtocolErrorCode, type Tool } from "@modelcontextprotocol/server";
import { z } from "zod";
import { callTool } from "@/server/mcp/call-tool";
import { INSTRUCTIONS } from "@/server/mcp/instructions";
import { type McpSession, toolsFor } from "@/server/mcp/mcp-session";
import type { McpTool } from "@/server/mcp/mcp-tool";
import { AppError } from "@/shared/app-error";
import { APP_VERSION } from "@/shared/app-version";
import { ERROR_CODES } from "@/shared/error-codes";

/**
 * A server for one session, to be connected to a transport. List and calls are answered here rather than by the
 * package's registry, so that both ask what may be used at that moment and every failure has a code.
 */
export function buildMcpServer(session: McpSession): McpServer {
  const server = new McpServer(
    { name: "wheelhouse", title: "Wheelhouse", version: APP_VERSION },
    { capabilities: { tools: { listChanged: false } }, instructions: INSTRUCTIONS },
  );
  server.server.setRequestHandler("tools/list", () =>
    shielded(session, async () => ({ tools: toolsFor(await session.context(), session).map(describe) })),
  );
  server.server.setRequestHandler("tools/call", ({ params }) =>
    shielded(session, () => callTool(session, params.name, params.arguments)),
  );
  return server;
}

/**
 * What goes wrong outside of a tool is an error of the protocol with the product's code. The package would send the
 * message of any error as it is.
 */
async function shielded<T>({ log }: McpSession, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProtocolError) throw error;
    if (!(error instanceof AppError)) log.error({ err: error }, "unexpected error in the MCP server");
    const name = error instanceof AppError ? error.code : "API_UNEXPECTED";
    const { number, message, httpStatus } = ERROR_CODES[name];
    const told = error instanceof AppError && httpStatus < 500 ? error.message : message;
    throw new ProtocolError(ProtocolErrorCode.InternalError, `${told} (${number} ${name})`);
  }
}

function describe({ name, title, description, isWrite, input, output }: McpTool): Tool {
  return {
    name,
    title,
    description,
    inputSchema: schemaOf(input, "input"),
    outputSchema: schemaOf(output, "output"),
    annotations: {
      title,
      readOnlyHint: !isWrite,
      // Meaningful for tools that change something: both can be done again, and neither takes anything away.
      ...(isWrite && { destructiveHint: false, idempotentHint: true }),
      openWorldHint: false,
    },
  };
}

/**
 * As JSON Schema of draft 2020-12, which the protocol takes where nothing is said. Short, since some assistants hand
 * all of it to their model: a format needs no pattern beside it. Inputs have no references, which not every model's
 * interface understands.
 */
function schemaOf(schema: z.ZodObject, io: "input" | "output"): Tool["inputSchema"] {
  const { $schema: _draft, ...json }: Record<string, unknown> = z.toJSONSchema(schema, {
    io,
    reused: io === "output" ? "ref" : "inline",
    override: ({ jsonSchema }) => {
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
    },
  });
  return { ...json, type: "object" };
}
