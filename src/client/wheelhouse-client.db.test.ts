import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ConnectionChange, WheelhouseClient } from "@/client/wheelhouse-client";
import { type ApiServer, serveApi } from "@/test/api-server";
import { botStage } from "@/test/bot-stage";
import { connectKept } from "@/test/kept-connection";

const stage = botStage();
let server: ApiServer;
let client: WheelhouseClient;
beforeAll(async () => {
  server = await serveApi(stage.install.services);
});
afterAll(() => server.close());
beforeEach(() => {
  server.requests.length = 0;
  client = new WheelhouseClient({
    baseUrl: server.url,
    token: stage.token,
    cache: true,
    wait: async () => {},
  });
});

async function all<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const found: Row[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

describe("the client at a running install", { timeout: 60_000 }, () => {
  it("reads connections, account, positions and orders, page by page where there are pages", async () => {
    const id = stage.connectionId;
    expect(await client.getHealth()).toEqual({ status: "ok" });
    expect((await client.getOwnToken()).token.name).toBe("Test program");
    expect(await all(client.eachConnection())).toMatchObject([{ id, status: "connected" }]);
    expect(await client.ensureConnected(id)).toMatchObject({ id, budget: { limit: 60 } });
    const { accounts } = await client.getAccount(id, { fresh: true });
    expect(accounts[0]?.buyingPower).toMatch(/^\d+(\.\d+)?$/);
    const { positions } = await client.listPositions(id);
    expect(positions.length).toBeGreaterThan(1);
    server.requests.length = 0;
    expect(await all(client.eachPosition(id, { limit: 1 }))).toEqual(positions);
    expect(server.requests).toHaveLength(positions.length);
    const { orders } = await client.listOrders(id, { limit: 1 });
    expect(await client.listOrders(id, { limit: 1 })).toMatchObject({ orders });
  });

  it("puts an item that needs attention aside and brings it back", async () => {
    await connectKept(stage.install, "rosa", { owner: stage.owner });
    const [item] = await all(client.eachAttentionItem({ fresh: true }));
    if (item === undefined) throw new Error("nothing needs attention");
    await client.dismissAttention(item.key, item.stance);
    const dismissed = (await all(client.eachAttentionItem())).find(({ key }) => key === item.key);
    expect(dismissed?.dismissedAt).not.toBeNull();
    expect(await client.restoreAttention(item.key)).toEqual({ key: item.key, dismissed: false });
  });

  it("follows changes over a restart of the server", async () => {
    const enough = new AbortController();
    const told: ConnectionChange[] = [];
    const caller = await stage.install.callerOf(stage.owner);
    for await (const change of client.watchConnections({ signal: enough.signal })) {
      told.push(change);
      if (told.length === 1) {
        server.cut();
        await caller.connections.change({ connectionId: stage.connectionId, label: "Renamed" });
      } else if (told.length === 2) enough.abort();
    }
    expect(told[1]).toMatchObject({ kind: "connection", connection: { label: "Renamed" } });
    expect(server.requests).toEqual(["GET /api/v1/events", "GET /api/v1/events"]);
  });

  it("calls the broker through Wheelhouse, also where it redirects", async () => {
    const response = await client.proxy(stage.connectionId, "api", "/positions?nonzero=true");
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ results: expect.any(Array) });
    const refused = client.proxy(stage.connectionId, "api", "/oauth2/token/", { method: "POST", body: "{}" });
    await expect(refused).rejects.toMatchObject({ name: "API_PROXY_REFUSED", status: 403 });
  });

  it("leases the session's token once for a key, and ends the lease", async () => {
    const options = { idempotencyKey: "one-lease" };
    const lease = await client.leaseSession(stage.connectionId, { kind: "read_only", seconds: 60 }, options);
    expect(
      await client.leaseSession(stage.connectionId, { kind: "read_only", seconds: 60 }, options),
    ).toEqual(lease);
    expect((await client.listLeases(stage.connectionId)).leases).toHaveLength(1);
    expect((await client.endLease(stage.connectionId, lease.leaseId)).note).toContain("can't be taken back");
  });

  it("does not start on a connection that can't be used", async () => {
    const caller = await stage.install.callerOf(stage.owner);
    await caller.connections.disconnect({ connectionId: stage.connectionId, forgetCredentials: false });
    await expect(client.ensureConnected(stage.connectionId)).rejects.toMatchObject({
      name: "AUTH_SESSION_EXPIRED",
      message: expect.stringContaining("hana is disconnected"),
    });
  });
});
