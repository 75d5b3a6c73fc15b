import type { NextRequest } from "next/server";
import { type AuthRouteContext, handleAuthRequest } from "@/server/auth/handle-auth-request";
import { getContainer } from "@/server/container";

async function handle(request: NextRequest, route: AuthRouteContext): Promise<Response> {
  const { services, auth } = await getContainer();
  return handleAuthRequest(services, auth, request, route);
}

export { handle as GET, handle as POST };
