import { describe, expect, it } from "vitest";
import { WheelhouseClient } from "@/client/wheelhouse-client";
import { matchPath } from "@/server/rest/match-route";
import { queryOf } from "@/server/rest/query-of";
import { allRoutes } from "@/server/rest/routes/all-routes";

const page = { limit: 5, cursor: "c" };
const fresh = true;

/** Each method with everything that it takes. */
const CALLS: Record<string, (client: WheelhouseClient) => Promise<unknown>> = {
  getOwnToken: (client) => client.getOwnToken(),
  listConnections: (client) => client.listConnections(page),
  getConnection: (client) => client.getConnection("a b/c"),
  getConnectionStatus: (client) => client.getConnectionStatus("a"),
  checkConnection: (client) => client.checkConnection("a"),
  refreshConnection: (client) => client.refreshConnection("a"),
  watchConnections: (client) => client.watchConnections().next(),
  getAccount: (client) => client.getAccount("a", { fresh }),
  listPositions: (client) =>
    client.listPositions("a", { ...page, fresh, accountId: "b", symbol: ["AAPL", "MSFT"], options: false }),
  listOptions: (client) =>
    client.listOptions("a", {
      ...page,
      fresh,
      underlying: "AAPL",
      expiration: "2026-03-06",
      right: "put",
    }),
  listOrders: (client) => client.listOrders("a", { ...page, fresh, status: "open" }),
  listValueHistory: (client) => client.listValueHistory({ ...page, from: "2026-03-02" }),
  listWheelCycles: (client) => client.listWheelCycles({ ...page, fresh, connectionId: ["a", "b"] }),
  getWheelCycle: (client) => client.getWheelCycle("a", { fresh }),
  getIncome: (client) => client.getIncome({ fresh, connectionId: ["a"] }),
  listAttention: (client) => client.listAttention({ ...page, fresh }),
  dismissAttention: (client) => client.dismissAttention("rule:a/b", "stance"),
  restoreAttention: (client) => client.restoreAttention("rule:a/b"),
  listAuditEvents: (client) =>
    client.listAuditEvents({
      ...page,
      eventType: ["LOGIN_STARTED"],
      severity: ["INFO"],
      outcome: ["success"],
      user: "hana",
      text: "word",
      from: "2026-03-02T14:30:00Z",
      to: "2026-03-03T14:30:00Z",
    }),
  leaseSession: (client) => client.leaseSession("a", { kind: "full", seconds: 60 }),
  listLeases: (client) => client.listLeases("a", page),
  endLease: (client) => client.endLease("a", "b"),
  proxyGet: (client) => client.proxy("a", "api", "/positions/?nonzero=true"),
  proxyPost: (client) => client.proxy("a", "api", "/orders/", { method: "POST", body: "{}" }),
  proxyPut: (client) => client.proxy("a", "api", "/orders/", { method: "PUT" }),
  proxyPatch: (client) => client.proxy("a", "api", "/orders/", { method: "PATCH" }),
  proxyDelete: (client) => client.proxy("a", "api", "/orders/", { method: "DELETE" }),
  getHealth: (client) => client.getHealth(),
  getDescription: (client) => client.getDescription(),
};

async function requestOf(operationId: string): Promise<Request> {
  const sent: Request[] = [];
  const client = new WheelhouseClient({
    baseUrl: "https://wheelhouse.test/",
    token: "whl_test",
    fetch: async (input, init) => {
      sent.push(new Request(input, init));
      return new Response(bodyFor(operationId));
    },
  });
  await CALLS[operationId]?.(client);
  const [request] = sent;
  if (request === undefined) throw new Error(`No method of the client calls ${operationId}`);
  return request;
}
const bodyFor = (operationId: string) =>
  operationId === "watchConnections" ? 'event: removed\ndata: {"id":"a"}\n\n' : "{}";

describe("the client", () => {
  it.each(allRoutes.map((route) => [route.operationId, route] as const))("knows %s", async (_id, route) => {
    const name = route.path.includes("/proxy/") ? "proxy" : route.operationId;
    expect(Object.getOwnPropertyNames(WheelhouseClient.prototype)).toContain(name);
    const request = await requestOf(route.operationId);
    const url = new URL(request.url);
    const found = matchPath(allRoutes, url.pathname.slice("/api/v1".length));
    expect([request.method, found?.routes.map(({ path }) => path)]).toEqual([
      route.method,
      expect.arrayContaining([route.path]),
    ]);
    expect(request.headers.get("authorization")).toBe("Bearer whl_test");
    if (route.kind !== "json") return;
    expect(Object.keys(queryOf(url)).toSorted()).toEqual(Object.keys(route.query.shape).toSorted());
    expect(route.query.safeParse(queryOf(url)).error).toBeUndefined();
    expect(request.headers.has("idempotency-key")).toBe(route.method !== "GET");
    const text = await request.text();
    const body: unknown = text === "" ? {} : JSON.parse(text);
    expect(Object.keys(body ?? {}).toSorted()).toEqual(Object.keys(route.body.shape).toSorted());
    expect(route.body.safeParse(body).error).toBeUndefined();
  });
});
