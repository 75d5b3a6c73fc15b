import { z } from "zod";
import { pageOf, pageQuery } from "@/server/rest/paging";
import { jsonRoute, nothing, type RestRoute, scoped } from "@/server/rest/rest-route";
import { connectionParams } from "@/server/rest/routes/inputs";
import { checkConnection } from "@/server/services/connections/check-connection";
import { getConnection } from "@/server/services/connections/get-connection";
import { listConnections } from "@/server/services/connections/list-connections";
import { refreshConnection } from "@/server/services/connections/refresh-connection";
import { readRequestBudget } from "@/server/services/upstream/read-request-budget";
import { connectionViewSchema } from "@/shared/schemas/connection";
import {
  connectionStateSchema,
  connectionStatusReplySchema,
  connectionsPageSchema,
} from "@/shared/schemas/rest";

const noun = "Connections";
const reads = scoped("manage_connections", "read:connections");
const renews = scoped("manage_connections", "session:refresh");

export const connectionRoutes: readonly RestRoute[] = [
  jsonRoute({
    method: "GET",
    path: "/connections",
    operationId: "listConnections",
    noun,
    summary: "The connections that the token reaches, oldest first",
    access: reads,
    params: nothing,
    query: z.strictObject(pageQuery()),
    body: nothing,
    output: connectionsPageSchema,
    run: async (ctx, { query }) => {
      const subject = { operation: "listConnections", input: null };
      const page = { ...query, keyOf: ({ id }: { id: string }) => id };
      const { rows, nextCursor } = pageOf(ctx, subject, await listConnections(ctx), page);
      return { connections: rows, nextCursor };
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/connections/{id}",
    operationId: "getConnection",
    noun,
    summary: "One connection with its session and what it needs",
    access: reads,
    params: connectionParams,
    query: nothing,
    body: nothing,
    output: connectionViewSchema,
    run: (ctx, { params }) => getConnection(ctx, { connectionId: params.id }),
  }),
  jsonRoute({
    method: "GET",
    path: "/connections/{id}/status",
    operationId: "getConnectionStatus",
    noun,
    summary: "Whether a connection can be used, and what is left of its requests",
    access: reads,
    params: connectionParams,
    query: nothing,
    body: nothing,
    output: connectionStatusReplySchema,
    run: async (ctx, { params }) => ({
      ...(await getConnection(ctx, { connectionId: params.id })),
      budget: await readRequestBudget(ctx, { connectionId: params.id }),
    }),
  }),
  jsonRoute({
    method: "POST",
    path: "/connections/{id}/check",
    operationId: "checkConnection",
    noun,
    summary: "Ask the broker now whether the session is good",
    access: renews,
    params: connectionParams,
    query: nothing,
    body: nothing,
    output: connectionStateSchema,
    run: (ctx, { params }) => checkConnection(ctx, { connectionId: params.id }),
  }),
  jsonRoute({
    method: "POST",
    path: "/connections/{id}/refresh",
    operationId: "refreshConnection",
    noun,
    summary: "Renew the session now",
    access: renews,
    params: connectionParams,
    query: nothing,
    body: nothing,
    output: connectionStateSchema,
    run: (ctx, { params }) => refreshConnection(ctx, { connectionId: params.id }),
  }),
];
