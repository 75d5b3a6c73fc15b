import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { createApiContext } from "@/server/api/context";
import { logApiError } from "@/server/api/log-api-error";
import { appRouter } from "@/server/api/root";
import { isSameOrigin } from "@/server/api/same-origin";
import { getContainer } from "@/server/container";
import { API_ADDRESSES } from "@/shared/addresses";

async function handle(request: Request): Promise<Response> {
  const { publicOrigin } = await getContainer();
  if (!isSameOrigin(request.method, request.headers, publicOrigin)) {
    return new Response("Requests from other sites are refused.", { status: 403 });
  }
  return fetchRequestHandler({
    // Next gives addresses without the base path.
    endpoint: API_ADDRESSES.trpc,
    req: request,
    router: appRouter,
    createContext: () => createApiContext(request.headers),
    onError: logApiError,
  });
}

export const dynamic = "force-dynamic";
export { handle as GET, handle as POST };
