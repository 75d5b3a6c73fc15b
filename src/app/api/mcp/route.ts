import { requestFacts } from "@/server/auth/request-facts";
import { getContainer } from "@/server/container";
import { handleMcp } from "@/server/mcp/handle-mcp";

async function handle(request: Request): Promise<Response> {
  const { services } = await getContainer();
  return handleMcp(services, request, requestFacts(request.headers, "mcp"));
}

export const dynamic = "force-dynamic";
export { handle as DELETE, handle as GET, handle as POST };
