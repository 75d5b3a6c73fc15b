import { z } from "zod";
import { pageOf, pageQuery } from "@/server/rest/paging";
import { readProxyBody } from "@/server/rest/read-proxy-body";
import {
  jsonRoute,
  nothing,
  type RestContext,
  type RestMethod,
  type RestRoute,
  type ScopedAccess,
  scoped,
  streamRoute,
} from "@/server/rest/rest-route";
import { endLease } from "@/server/services/leases/end-lease";
import { leaseSession } from "@/server/services/leases/lease-session";
import { listLeases } from "@/server/services/leases/list-leases";
import { proxyCall } from "@/server/services/proxy/proxy-call";
import { API_ADDRESSES, basePathOf } from "@/shared/addresses";
import { HTTP_METHODS } from "@/shared/schemas/broker";
import {
  endedLeaseSchema,
  leasedSessionSchema,
  leaseInputSchema,
  sessionLeaseViewSchema,
} from "@/shared/schemas/session-lease";

const idSchema = z.string().min(1).max(64);
const connectionParams = z.strictObject({ id: idSchema });
const noun = "Sessions";

const leases: readonly RestRoute[] = [
  jsonRoute({
    method: "POST",
    path: "/connections/{id}/leases",
    operationId: "leaseSession",
    noun,
    summary: "Get a token of the live broker session for a short time",
    description:
      "The token is shown this once. Audited as a warning, and the owner is told of a token's first lease of a day. `full` needs the scope `session:lease_full` and a connection whose access is trading.",
    access: scoped("lease_session", "session:lease", "session:lease_full"),
    params: connectionParams,
    query: nothing,
    body: leaseInputSchema,
    output: leasedSessionSchema,
    status: 201,
    run: async (ctx, { params, body }) => {
      const lease = await leaseSession(ctx, { connectionId: params.id, ...body });
      return { ...lease, token: lease.token.reveal() };
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/connections/{id}/leases",
    operationId: "listLeases",
    noun,
    summary: "Leases of the broker session that are running",
    access: scoped("manage_connections", "read:connections"),
    params: connectionParams,
    query: z.strictObject(pageQuery()),
    body: nothing,
    output: z.object({ leases: z.array(sessionLeaseViewSchema), nextCursor: z.string().nullable() }),
    run: async (ctx, { params, query }) => {
      const leases = await listLeases(ctx, { connectionId: params.id });
      const keyOf = (lease: (typeof leases)[number]) => lease.id;
      const subject = { operation: "listLeases", input: params };
      const { rows, nextCursor } = pageOf(ctx, subject, leases, { ...query, keyOf });
      return { leases: rows, nextCursor };
    },
  }),
  jsonRoute({
    method: "DELETE",
    path: "/connections/{id}/leases/{leaseId}",
    operationId: "endLease",
    noun,
    summary: "End a lease that this API token got",
    description:
      "The broker's token can't be taken back: the answer says what becomes of it. The end of a full lease renews the session.",
    access: scoped("lease_session", "session:lease", "session:lease_full"),
    params: z.strictObject({ id: idSchema, leaseId: idSchema }),
    query: nothing,
    body: nothing,
    output: endedLeaseSchema,
    run: (ctx, { params }) => endLease(ctx, { connectionId: params.id, leaseId: params.leaseId }),
  }),
];

const reading = scoped("read_positions", "session:proxy");
const writing = scoped("execute_trades", "session:proxy_write");

const PROXIED: readonly {
  readonly method: RestMethod;
  readonly name: string;
  readonly access: ScopedAccess;
}[] = [
  { method: "GET", name: "proxyGet", access: reading },
  { method: "POST", name: "proxyPost", access: writing },
  { method: "PUT", name: "proxyPut", access: writing },
  { method: "PATCH", name: "proxyPatch", access: writing },
  { method: "DELETE", name: "proxyDelete", access: writing },
];

const proxyParams = z.strictObject({
  id: idSchema,
  /** One of the names that the broker's description lists, such as `api`. */
  host: z.string().min(1).max(40),
  path: z.string().max(4096),
});

const methodSchema = z.enum(HTTP_METHODS);

/** The broker's path behind the host; query, body and the headers that may go are passed on, the session is added. */
const proxied: readonly RestRoute[] = PROXIED.map(({ method, name, access }) =>
  streamRoute({
    method,
    path: "/connections/{id}/proxy/{host}/{path*}",
    operationId: name,
    noun,
    summary:
      method === "GET"
        ? "Read from the broker through Wheelhouse"
        : `${method} at the broker through Wheelhouse`,
    description:
      "The broker's status and body pass through as they are, also its errors; links in them carry the broker's own host. Problems of Wheelhouse itself are problem details (`application/problem+json`).",
    access,
    params: proxyParams,
    query: null,
    mediaType: "*/*",
    run: (ctx, { params }, request) => passOn(ctx, params, request),
  }),
);

/** Statuses that have no body, whatever the broker sends. */
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

async function passOn(
  ctx: RestContext,
  { id, host, path }: z.output<typeof proxyParams>,
  request: Request,
): Promise<Response> {
  const method = methodSchema.parse(request.method);
  const reply = await proxyCall(ctx, {
    connectionId: id,
    host,
    method,
    path,
    query: new URL(request.url).search.slice(1),
    headers: Object.fromEntries(request.headers),
    body: await readProxyBody(request),
    signal: ctx.signal,
  });
  const { location, ...headers } = reply.headers;
  const bodiless = WITHOUT_BODY.has(reply.status);
  if (bodiless) reply.discard();
  return new Response(bodiless ? null : reply.body, {
    status: reply.status,
    headers: {
      ...headers,
      ...(location === undefined
        ? {}
        : {
            location: `${basePathOf(ctx.settings.publicUrl)}${API_ADDRESSES.rest}/connections/${id}/proxy/${host}${location}`,
          }),
      // A page of the broker's must be no page of ours.
      "content-disposition": "attachment",
    },
  });
}

/** Leases of live broker sessions, and calls to the broker with the session that Wheelhouse adds. */
export const sessionRoutes: readonly RestRoute[] = [...leases, ...proxied];
