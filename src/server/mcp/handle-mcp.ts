import { createMcpHandler, isJsonContentType } from "@modelcontextprotocol/server";
import { buildMcpServer } from "@/server/mcp/build-mcp-server";
import { readMessage } from "@/server/mcp/read-message";
import { refusal } from "@/server/mcp/refusal";
import { authenticateToken } from "@/server/services/api-tokens/authenticate-token";
import { takeTokenPlace } from "@/server/services/api-tokens/token-budget";
import { noteTokenUse } from "@/server/services/api-tokens/token-uses";
import type { RequestFacts, ServiceContext, Services } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import { Secret } from "@/shared/secret";

const BEARER = /^bearer +(\S+)$/i;

/**
 * Answers an MCP message over Streamable HTTP, without state between two of them: each brings its API token, which is
 * asked anew. Nothing but `Authorization: Bearer` counts; cookies are not looked at. Never throws.
 */
export async function handleMcp(
  services: Services,
  request: Request,
  facts: RequestFacts,
): Promise<Response> {
  const response = await answer(services, request, facts).catch((error: unknown) => {
    if (!(error instanceof AppError)) {
      services.log.error({ requestId: facts.id, err: error }, "unexpected error in the MCP server");
    }
    return refusal(error, facts.id, services.clock.now());
  });
  response.headers.set("cache-control", "no-store");
  return response;
}

async function answer(services: Services, request: Request, facts: RequestFacts): Promise<Response> {
  // There is nothing to hear outside of answers, and no session to end.
  if (request.method !== "POST") return new Response(null, { status: 405, headers: { allow: "POST" } });
  requireOwnOrigin(services, request.headers);
  const bearer = BEARER.exec(request.headers.get("authorization") ?? "")?.[1];
  if (bearer === undefined) {
    throw new AppError("AUTH_TOKEN_INVALID", "Send an API token: Authorization: Bearer whl_…");
  }
  const { actor, token } = await authenticateToken(services, new Secret(bearer), facts);
  await takeTokenPlace(services, token);
  noteTokenUse(services, token, facts);
  services.metrics.count("token_requests", 1, facts.interface);
  if (!isJsonContentType(request.headers.get("content-type"))) {
    throw new AppError("API_INVALID_REQUEST", "Send the message as application/json");
  }
  const message = await readMessage(request);
  const context: ServiceContext = { ...services, actor, request: facts };
  const { fetch: serve } = createMcpHandler(
    () => buildMcpServer({ context: async () => context, allowsWrites: true, log: services.log }),
    {
      // Nothing changes that could be subscribed to.
      maxSubscriptions: 0,
      onerror: (error) =>
        services.log.debug({ requestId: facts.id, err: error }, "an MCP message was refused"),
    },
  );
  return serve(request, { parsedBody: message });
}

/** A page of another site is refused whatever it brings, as the protocol wants it. Throws API_PERMISSION_DENIED. */
function requireOwnOrigin({ settings }: Services, headers: Headers): void {
  const origin = headers.get("origin");
  if (origin !== null && origin !== new URL(settings.publicUrl).origin) {
    throw new AppError("API_PERMISSION_DENIED", "Pages of other sites can't use this address");
  }
}
