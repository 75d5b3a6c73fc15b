import type { McpTool } from "@/server/mcp/mcp-tool";
import { allTools } from "@/server/mcp/tools/all-tools";
import type { Logger } from "@/server/observability/logger";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";

/** For whom an MCP server answers, and whether it may change anything. */
export interface McpSession {
  /** The context of one request, with the person's roles as they are then. Throws `AppError` for who may not act. */
  context(): Promise<ServiceContext>;
  readonly allowsWrites: boolean;
  readonly log: Logger;
}

/**
 * Asks whether a tool may be used at all. Throws API_PERMISSION_DENIED or API_SCOPE_MISSING; the verb behind asks
 * again, and keeps to the token's reach.
 */
export function requireTool(
  ctx: ServiceContext,
  { allowsWrites }: Pick<McpSession, "allowsWrites">,
  tool: McpTool,
): void {
  if (tool.isWrite && !allowsWrites) {
    throw new AppError("API_PERMISSION_DENIED", "This server was started to read only");
  }
  permit(ctx, tool.permission, tool.scope);
}

/** The tools that the person and the token may use now: the others are not listed. */
export function toolsFor(ctx: ServiceContext, session: Pick<McpSession, "allowsWrites">): McpTool[] {
  return allTools.filter((tool) => {
    try {
      requireTool(ctx, session, tool);
      return true;
    } catch {
      return false;
    }
  });
}
