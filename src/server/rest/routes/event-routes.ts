import { connectionEvents } from "@/server/rest/connection-events";
import { nothing, type RestRoute, scoped, streamRoute } from "@/server/rest/rest-route";

export const eventRoutes: readonly RestRoute[] = [
  streamRoute({
    method: "GET",
    path: "/events",
    operationId: "watchConnections",
    noun: "Connections",
    summary: "Changes of connections as they happen",
    description:
      "Server-sent events. `connection` holds a connection's status as GET /connections/{id}/status gives it, " +
      "without the budget; `removed` the id of one that is gone; `end` problem details, when the token may not go on. " +
      "The first events tell how all of them stand, or with Last-Event-ID what changed since.",
    access: scoped("manage_connections", "read:connections"),
    params: nothing,
    query: nothing,
    mediaType: "text/event-stream",
    run: async (ctx, _input, request) => connectionEvents(ctx, request),
  }),
];
