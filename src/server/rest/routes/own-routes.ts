import { jsonRoute, nothing, type RestRoute } from "@/server/rest/rest-route";
import { permissionsOf } from "@/shared/permissions";
import { ownTokenReplySchema } from "@/shared/schemas/rest";

export const ownRoutes: readonly RestRoute[] = [
  jsonRoute({
    method: "GET",
    path: "/me",
    operationId: "getOwnToken",
    noun: "Token",
    summary: "What the token may do, where, until when, and how much of its limit is left",
    access: { kind: "token" },
    params: nothing,
    query: nothing,
    body: nothing,
    output: ownTokenReplySchema,
    run: async ({ token, actor, budget }) => {
      const { id, name, scopes, reach, expiresAt } = token;
      const { displayName, roles } = actor;
      return {
        token: { id, name, scopes, reach, expiresAt: expiresAt.toISOString() },
        person: { displayName, roles: [...roles], permissions: permissionsOf(roles) },
        requests: budget,
      };
    },
  }),
];
