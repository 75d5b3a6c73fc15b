import { z } from "zod";
import { entityTagOf, isKnown } from "@/server/rest/entity-tag";
import { idempotencyKeyOf, onceForKey, requestHashOf, type StoredAnswer } from "@/server/rest/idempotency";
import { setLimitHeaders } from "@/server/rest/limit-headers";
import { queryOf } from "@/server/rest/query-of";
import { parseJson, readBody } from "@/server/rest/read-body";
import type { JsonRoute, RestContext } from "@/server/rest/rest-route";
import { requestBudgetSchema } from "@/shared/schemas/connection";

/** What headers are made from, where an answer has it. */
const toldSchema = z.object({
  nextCursor: z.string().nullish(),
  budget: requestBudgetSchema.nullish(),
});

interface Target {
  readonly params: Readonly<Record<string, string>>;
  readonly url: URL;
}

/** Runs a route that answers with JSON. Throws whatever the route throws. */
export function answerJson(
  ctx: RestContext,
  route: JsonRoute,
  target: Target,
  request: Request,
): Promise<Response> {
  return route.method === "GET" ? read(ctx, route, target, request) : write(ctx, route, target, request);
}

/** JSON with its entity tag; 304 when a reader has it already. */
export function jsonResponse(request: Request, status: number, body: string): Response {
  const etag = entityTagOf(body);
  return isKnown(request.headers.get("if-none-match"), etag)
    ? new Response(null, { status: 304, headers: { etag } })
    : new Response(body, { status, headers: { "content-type": "application/json", etag } });
}

async function read(
  ctx: RestContext,
  route: JsonRoute,
  { params, url }: Target,
  request: Request,
): Promise<Response> {
  const output = await route.run(ctx, { params, query: queryOf(url), body: {} });
  const response = jsonResponse(request, route.status, JSON.stringify(output));
  const { nextCursor, budget } = toldSchema.safeParse(output).data ?? {};
  if (budget != null) setLimitHeaders(response.headers, "broker-ratelimit", budget);
  if (nextCursor != null) {
    const next = new URLSearchParams(url.search);
    next.set("cursor", nextCursor);
    response.headers.set("link", `<${url.pathname}?${next}>; rel="next"`);
  }
  return response;
}

async function write(
  ctx: RestContext,
  route: JsonRoute,
  { params, url }: Target,
  request: Request,
): Promise<Response> {
  const key = idempotencyKeyOf(request.headers);
  const bytes = await readBody(request);
  const raw = { params, query: queryOf(url), body: parseJson(bytes) };
  const run = async (): Promise<StoredAnswer> => ({
    status: route.status,
    body: JSON.stringify(await route.run(ctx, raw)),
  });
  if (key === null) return written(await run());
  const requestHash = requestHashOf(route.method, `${url.pathname}${url.search}`, bytes);
  const { replayed, ...answer } = await onceForKey(ctx, { key, requestHash }, run);
  const response = written(answer);
  if (replayed) response.headers.set("idempotency-replayed", "true");
  return response;
}

function written({ status, body }: StoredAnswer): Response {
  return new Response(body, { status, headers: { "content-type": "application/json" } });
}
