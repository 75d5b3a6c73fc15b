import { type CallToolResult, ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";
import { type McpSession, requireTool } from "@/server/mcp/mcp-session";
import type { McpTool } from "@/server/mcp/mcp-tool";
import { allTools } from "@/server/mcp/tools/all-tools";
import { inSpan } from "@/server/observability/traces";
import { recordEvent } from "@/server/services/audit/record-event";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import { codeOf } from "@/shared/code-of";
import { errorClassOf } from "@/shared/error-class";
import { ERROR_CODES } from "@/shared/error-codes";
import { ERROR_GUIDANCE } from "@/shared/error-guidance";
import { toErrorResponse } from "@/shared/error-response";

/**
 * Runs a tool. What goes wrong is a result that says so with the product's code, for the assistant to act on; only a
 * tool that does not exist is an error of the protocol. The note comes first, also for clients that show only text.
 */
export async function callTool(session: McpSession, name: string, given: unknown): Promise<CallToolResult> {
  const tool = allTools.find((each) => each.name === name);
  if (tool === undefined) throw new ProtocolError(ProtocolErrorCode.InvalidParams, "There is no such tool");
  const ctx = await session.context();
  try {
    requireTool(ctx, session, tool);
    const answer = await inSpan(`tool ${tool.name}`, {}, () => tool.run(ctx, given ?? {}));
    const { note, ...figures } = answer;
    return {
      content: [
        { type: "text", text: note },
        { type: "text", text: JSON.stringify(figures) },
      ],
      structuredContent: answer,
    };
  } catch (error) {
    await recordDenial(ctx, tool, error);
    ctx.metrics.count("error_count", 1, errorClassOf(codeOf(error)));
    logFailure(ctx, tool, error);
    return errorResult(error, ctx);
  }
}

/** An error as the result of a call: message, code, wrong fields and the next step. */
function errorResult(error: unknown, { request, clock }: ServiceContext): CallToolResult {
  // Input that does not fit is an AppError by now; what is none is our own failure, a ZodError too.
  const known = error instanceof AppError ? error : null;
  const { code, name, message, details, retryAfter, requestId } = toErrorResponse(
    known,
    request.id,
    clock.now(),
  );
  const lines = [
    `${name} (${code}): ${message}.`.replace(/\.+$/, "."),
    ...Object.entries(details ?? {}).map(([field, problem]) => `${field}: ${problem}`),
    ERROR_GUIDANCE[name].next,
    ...(retryAfter === null ? [] : [`Not before ${retryAfter} seconds have passed.`]),
    `Request ${requestId}.`,
  ];
  return { isError: true, content: [{ type: "text", text: lines.join("\n") }] };
}

async function recordDenial(ctx: ServiceContext, tool: McpTool, error: unknown): Promise<void> {
  const isDenial =
    error instanceof AppError &&
    (error.code === "API_PERMISSION_DENIED" || error.code === "API_SCOPE_MISSING");
  if (!isDenial) return;
  await ctx.storage.transaction((tx) =>
    recordEvent(ctx, tx, {
      type: "PERMISSION_DENIED",
      outcome: "denied",
      targetId: `mcp ${tool.name}`,
      details: { errorCode: error.code, permission: tool.permission, scopes: [tool.scope] },
    }),
  );
}

/** Once each: our own failures as warnings, unknown ones with their cause. */
function logFailure({ log, request }: ServiceContext, tool: McpTool, error: unknown): void {
  const fields = { requestId: request.id, tool: tool.name, err: error };
  if (!(error instanceof AppError)) log.error(fields, "unexpected error in a tool");
  else if (ERROR_CODES[error.code].httpStatus >= 500) log.warn(fields, "a call of a tool failed");
}
