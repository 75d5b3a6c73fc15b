import type { McpTool } from "@/server/mcp/mcp-tool";
import { accountTools } from "@/server/mcp/tools/account-tools";
import { attentionTools } from "@/server/mcp/tools/attention-tools";
import { connectionTools } from "@/server/mcp/tools/connection-tools";
import { expirationTools } from "@/server/mcp/tools/expiration-tools";
import { wheelTools } from "@/server/mcp/tools/wheel-tools";

/** Every tool, in the order in which assistants are told of them. */
export const allTools: readonly McpTool[] = [
  ...connectionTools,
  ...accountTools,
  ...wheelTools,
  ...expirationTools,
  ...attentionTools,
];
