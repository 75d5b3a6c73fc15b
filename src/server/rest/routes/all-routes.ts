import type { RestRoute } from "@/server/rest/rest-route";

/** The whole of `/api/v1`. */
export const allRoutes: readonly RestRoute[] = [];
