import type { RestRoute } from "@/server/rest/rest-route";
import { accountRoutes } from "@/server/rest/routes/account-routes";
import { attentionRoutes } from "@/server/rest/routes/attention-routes";
import { auditRoutes } from "@/server/rest/routes/audit-routes";
import { connectionRoutes } from "@/server/rest/routes/connection-routes";
import { eventRoutes } from "@/server/rest/routes/event-routes";
import { openRoutes } from "@/server/rest/routes/open-routes";
import { ownRoutes } from "@/server/rest/routes/own-routes";
import { sessionRoutes } from "@/server/rest/routes/session-routes";
import { wheelRoutes } from "@/server/rest/routes/wheel-routes";

const tokenRoutes: readonly RestRoute[] = [
  ...ownRoutes,
  ...connectionRoutes,
  ...accountRoutes,
  ...wheelRoutes,
  ...attentionRoutes,
  ...auditRoutes,
  ...eventRoutes,
  ...sessionRoutes,
];

/** The whole of `/api/v1`. */
export const allRoutes: readonly RestRoute[] = [...tokenRoutes, ...openRoutes(tokenRoutes)];
