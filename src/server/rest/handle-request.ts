import { inSpan } from "@/server/observability/traces";
import { answerJson, jsonResponse } from "@/server/rest/answer-json";
import { identify, recordDenial, requireAccess } from "@/server/rest/authorise";
import { idempotencyKeyOf } from "@/server/rest/idempotency";
import { setLimitHeaders } from "@/server/rest/limit-headers";
import { matchPath } from "@/server/rest/match-route";
import { problemResponse, TransportError } from "@/server/rest/problem";
import { queryOf } from "@/server/rest/query-of";
import type { JsonRoute, RestContext, RestRoute, StreamRoute } from "@/server/rest/rest-route";
import { takeTokenPlace } from "@/server/services/api-tokens/token-budget";
import { noteTokenUse } from "@/server/services/api-tokens/token-uses";
import type { RequestFacts, Services } from "@/server/services/service-context";
import { API_ADDRESSES, basePathOf } from "@/shared/addresses";
import { AppError } from "@/shared/app-error";
import { codeOf } from "@/shared/code-of";
import { errorClassOf } from "@/shared/error-class";
import { ERROR_CODES } from "@/shared/error-codes";

interface Call {
  readonly services: Services;
  readonly request: Request;
  readonly facts: RequestFacts;
  /** Without the base path, as Next gives it. */
  readonly url: URL;
  /** Headers of the answer, whatever it will be. */
  readonly headers: Headers;
}

/**
 * Answers a request under `/api/v1`: finds the route, asks who calls and whether they may, runs it, and turns whatever
 * goes wrong into problem details. Never throws.
 */
export async function handleRequest(
  services: Services,
  routes: readonly RestRoute[],
  request: Request,
  facts: RequestFacts,
): Promise<Response> {
  const url = new URL(request.url);
  const call: Call = { services, request, facts, url, headers: new Headers({ "cache-control": "no-store" }) };
  const response = await answer(call, routes).catch((error: unknown) => {
    services.metrics.count("error_count", 1, errorClassOf(codeOf(error)));
    logFailure(call, error);
    const now = services.clock.now();
    const basePath = basePathOf(services.settings.publicUrl);
    return problemResponse(error, { path: url.pathname, basePath, requestId: facts.id, now });
  });
  const { status, headers } = response;
  for (const [name, value] of call.headers) if (!headers.has(name)) headers.set(name, value);
  if (request.method !== "HEAD") return response;
  await response.body?.cancel();
  return new Response(null, { status, headers });
}

async function answer(call: Call, routes: readonly RestRoute[]): Promise<Response> {
  const { services, request, facts, url } = call;
  const match = matchPath(routes, url.pathname.slice(API_ADDRESSES.rest.length));
  if (match === null) throw new AppError("API_RESOURCE_NOT_FOUND", "There is no such address");
  const allow = allowedBy(match.routes);
  if (request.method === "OPTIONS") return new Response(null, { status: 204, headers: { allow } });
  const method = request.method === "HEAD" ? "GET" : request.method;
  const route = match.routes.find((each) => each.method === method);
  if (route === undefined) {
    throw new TransportError(405, "This address does not know the method", { allow });
  }
  const { params } = match;
  if (route.kind !== "open") {
    return inSpan(`api ${route.method} ${route.path}`, {}, () => answerToToken(call, route, params));
  }
  const { status, body } = await route.run({ ...services, actor: { type: "anonymous" }, request: facts });
  return jsonResponse(request, status, JSON.stringify(route.output.parse(body)));
}

async function answerToToken(
  call: Call,
  route: JsonRoute | StreamRoute,
  params: Readonly<Record<string, string>>,
): Promise<Response> {
  const { services, request, facts, url, headers } = call;
  const { actor, token } = await identify(services, request.headers, facts);
  const budget = await takeTokenPlace(services, token).catch((error: unknown) => {
    if (error instanceof AppError && error.retryAfterSeconds !== undefined) {
      const limit = token.requestsPerMinute;
      setLimitHeaders(headers, "ratelimit", {
        limit,
        remaining: 0,
        resetSeconds: error.retryAfterSeconds,
      });
    }
    throw error;
  });
  noteTokenUse(services, token, facts);
  services.metrics.count("token_requests", 1, facts.interface);
  setLimitHeaders(headers, "ratelimit", budget);
  const ctx: RestContext = { ...services, actor, request: facts, token, budget, signal: request.signal };
  try {
    requireAccess(ctx, route.access);
    if (route.kind === "json") return await answerJson(ctx, route, { params, url }, request);
    if (idempotencyKeyOf(request.headers) !== null && route.method !== "GET") {
      throw new AppError("API_INVALID_REQUEST", "This address keeps no answers: send no idempotency key");
    }
    return await route.run(ctx, { params, query: queryOf(url), body: {} }, request);
  } catch (error) {
    await recordDenial(ctx, route, error);
    throw error;
  }
}

function allowedBy(routes: readonly RestRoute[]): string {
  const methods: string[] = routes.map(({ method }) => method);
  return [...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
}

/** What stands behind the host of a proxied call is the broker's path: account numbers are in it. */
const PROXIED_PATH = /(?<=\/proxy\/[^/]*\/).*$/s;

/** Once each: our own failures as warnings, unknown ones with their cause. The path holds no secret. */
function logFailure({ services, request, facts, url }: Call, error: unknown): void {
  const path = url.pathname.replace(PROXIED_PATH, "…");
  const fields = { requestId: facts.id, method: request.method, path, err: error };
  if (!(error instanceof AppError)) services.log.error(fields, "unexpected error in the API");
  else if (ERROR_CODES[error.code].httpStatus >= 500) services.log.warn(fields, "a call of the API failed");
}
