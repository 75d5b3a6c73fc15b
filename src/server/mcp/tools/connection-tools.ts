import { z } from "zod";
import { leftOutOf, pageOf } from "@/server/mcp/bounded";
import { type McpTool, mcpTool } from "@/server/mcp/mcp-tool";
import { connectionId, pageInput } from "@/server/mcp/tools/inputs";
import { listConnections } from "@/server/services/connections/list-connections";
import { refreshConnection } from "@/server/services/connections/refresh-connection";
import { connectionViewSchema } from "@/shared/schemas/connection";
import { connectionStateSchema } from "@/shared/schemas/rest";

export const connectionTools: readonly McpTool[] = [
  mcpTool({
    name: "list_connections",
    title: "List broker connections",
    description:
      "The broker connections within reach, with their ids, whether each can be used now, and what it needs from its person. Begin here: other tools ask for a connectionId.",
    permission: "manage_connections",
    scope: "read:connections",
    input: z.strictObject(pageInput(25, 50)),
    view: z.object({ connections: z.array(connectionViewSchema) }),
    run: async (ctx, page) => {
      const { rows, others } = pageOf(await listConnections(ctx), page);
      const troubled = rows.filter(({ status, health }) => status !== "connected" || health !== "ok");
      return {
        view: { connections: rows },
        note: [
          `As Wheelhouse knows them at ${ctx.clock.now().toISOString()}.`,
          ...troubled.map(
            ({ label, status, health, nextAction }) =>
              `${label} is ${status} (${health}), next step: ${nextAction}. What it shows may be old.`,
          ),
        ].join("\n"),
        leftOut: leftOutOf({ connections: others }),
      };
    },
  }),
  mcpTool({
    name: "refresh_session",
    title: "Renew a broker session",
    description:
      "Renews the session of a connection at its broker now. Only on the person's request: Wheelhouse does so by itself in time.",
    permission: "manage_connections",
    scope: "session:refresh",
    isWrite: true,
    input: z.strictObject({ connectionId }),
    view: z.object({ connection: connectionStateSchema }),
    run: async (ctx, input) => {
      const connection = await refreshConnection(ctx, input);
      return {
        view: { connection },
        note: `${connection.label} is ${connection.status} (${connection.health}) after the renewal.`,
      };
    },
  }),
];
