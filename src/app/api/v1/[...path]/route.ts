import { requestFacts } from "@/server/auth/request-facts";
import { getContainer } from "@/server/container";
import { handleRequest } from "@/server/rest/handle-request";
import { allRoutes } from "@/server/rest/routes/all-routes";

async function handle(request: Request): Promise<Response> {
  const { services } = await getContainer();
  return handleRequest(services, allRoutes, request, requestFacts(request.headers, "api"));
}

export const dynamic = "force-dynamic";
export {
  handle as DELETE,
  handle as GET,
  handle as HEAD,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
  handle as PUT,
};
