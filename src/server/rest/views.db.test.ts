import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { UserRecord } from "@/server/storage/records";
import { connectionStateSchema, ownTokenReplySchema } from "@/shared/schemas/rest";
import { type ApiCall, callApi, giveToken } from "@/test/api-caller";
import { connectKept, type KeptConnection } from "@/test/kept-connection";
import { createTestInstall, type TestInstall } from "@/test/test-install";

let install: TestInstall;
let owner: UserRecord;
let kept: KeptConnection;
let token: string;

beforeAll(async () => {
  install = await createTestInstall();
  owner = await install.addPerson({ roles: ["user", "admin"] });
  kept = await connectKept(install, "quinn", { owner });
  install.advance(1);
  await connectKept(install, "tess", { owner });
  token = await giveToken(install.services, owner.id);
});
afterAll(() => install.close());

// A minute later all of the connections' requests are there again.
beforeEach(() => install.advance(61));

const call = (given: ApiCall) => callApi(install.services, { token, ...given });
const rowsSchema = z.looseObject({ nextCursor: z.string().nullable() });

/** The rows of a list's page, which stand under one of its names. */
async function page(path: string, rowsIn: string) {
  const response = await call({ path });
  expect([path, response.status]).toEqual([path, 200]);
  const body = rowsSchema.parse(await response.json());
  return {
    rows: z.array(z.unknown()).parse(body[rowsIn]),
    nextCursor: body.nextCursor,
    link: response.headers.get("link"),
  };
}

const LISTS: readonly [path: string, rowsIn: string][] = [
  ["/connections", "connections"],
  ["/connections/{id}/positions", "positions"],
  ["/connections/{id}/options?underlying=SOFI", "contracts"],
  ["/connections/{id}/orders", "orders"],
  ["/wheel", "cycles"],
  ["/attention", "items"],
  ["/value-history", "points"],
  ["/audit?eventType=CONNECTION_ADDED&eventType=LOGIN", "events"],
];

describe("lists", () => {
  it.each(LISTS)("%s comes whole in pages, led by Link", async (template, rowsIn) => {
    await call({ path: `/connections/${kept.id}/account` });
    const path = template.replace("{id}", kept.id);
    const and = path.includes("?") ? "&" : "?";
    const whole = await page(`${path}${and}limit=100`, rowsIn);
    expect(whole.rows.length).toBeGreaterThan(1);
    const chunk = Math.ceil(whole.rows.length / 3);
    const collected: unknown[] = [];
    let next: string | null = `${path}${and}limit=${chunk}`;
    while (next !== null && collected.length < whole.rows.length + 1) {
      const { rows, nextCursor, link } = await page(next, rowsIn);
      collected.push(...rows);
      const target: string | undefined = /^<\/api\/v1(.+)>; rel="next"$/.exec(link ?? "")?.[1];
      expect(target === undefined).toBe(nextCursor === null);
      next = target ?? null;
    }
    // Orders come in the broker's own pages, which may hold fewer rows than were asked for.
    expect(collected.slice(0, whole.rows.length)).toEqual(whole.rows.slice(0, collected.length));
    expect(collected.length).toBeGreaterThan(1);
  });
});

describe("views", () => {
  it("tell what their figures rest on, and what is left of the broker's requests", async () => {
    const response = await call({ path: `/connections/${kept.id}/account?fresh=true` });
    expect(await response.json()).toMatchObject({
      connectionId: kept.id,
      provenance: { source: "robinhood", state: "fresh", errorCode: null },
    });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "broker-ratelimit-limit": expect.stringMatching(/^\d+$/),
      "broker-ratelimit-remaining": expect.stringMatching(/^\d+$/),
      "broker-ratelimit-reset": expect.stringMatching(/^\d+$/),
    });
  });

  it("have an entity tag that changes with them", async () => {
    const path = `/connections/${kept.id}`;
    const first = await call({ path });
    const etag = first.headers.get("etag") ?? "";
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const same = await call({ path, headers: { "if-none-match": known } });
      expect([same.status, await same.text(), same.headers.get("etag")]).toEqual([304, "", etag]);
    }
    await (await install.callerOf(owner)).connections.change({ connectionId: kept.id, label: "Other" });
    const changed = await call({ path, headers: { "if-none-match": etag } });
    expect([changed.status, changed.headers.get("etag") === etag]).toEqual([200, false]);
  });

  it("can be asked for their headers alone", async () => {
    const path = `/connections/${kept.id}/status`;
    const head = await call({ method: "HEAD", path });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    expect(head.headers.get("etag")).toBe((await call({ path })).headers.get("etag"));
  });

  it("narrow down by parameters", async () => {
    const positions = `/connections/${kept.id}/positions`;
    const shares = await page(`${positions}?options=false&symbol=sofi`, "positions");
    expect(shares.rows.length).toBeGreaterThan(0);
    for (const row of shares.rows) expect(row).toMatchObject({ kind: "stock", symbol: "SOFI" });
    const one = await page(`/wheel?connectionId=${kept.id}`, "cycles");
    for (const row of one.rows) expect(row).toMatchObject({ connectionId: kept.id });
    const [cycle] = z.array(z.object({ cycleId: z.string() })).parse(one.rows);
    expect((await call({ path: `/wheel/${cycle?.cycleId}` })).status).toBe(200);
    const filled = await page(`/connections/${kept.id}/orders?status=filled`, "orders");
    for (const row of filled.rows) expect(row).toMatchObject({ status: "filled" });
    expect((await call({ path: `/income?connectionId=${kept.id}` })).status).toBe(200);
  });

  it("tell a token its own facts", async () => {
    const narrow = await giveToken(install.services, owner.id, {
      name: "Narrow",
      scopes: ["read:orders"],
      reach: { connectionIds: [kept.id] },
      requestsPerMinute: 10,
    });
    const own = ownTokenReplySchema.parse(await (await call({ path: "/me", token: narrow })).json());
    expect(own).toMatchObject({
      token: { name: "Narrow", scopes: ["read:orders"], reach: { brokers: null, connectionIds: [kept.id] } },
      person: { displayName: owner.displayName, roles: ["user", "admin"] },
      requests: { limit: 10, remaining: 9 },
    });
    expect(own.person.permissions).toContain("view_audit");
    expect(JSON.stringify(own)).not.toContain(owner.email);
  });
});

describe("acts", () => {
  it("check and renew the session, each once for its key", async () => {
    const checked = await call({ method: "POST", path: `/connections/${kept.id}/check` });
    expect(connectionStateSchema.strict().parse(await checked.json())).toMatchObject({ status: "connected" });
    const before = kept.grants("refresh_token").length;
    const renewal: ApiCall = {
      method: "POST",
      path: `/connections/${kept.id}/refresh`,
      headers: { "idempotency-key": "renew-1" },
    };
    expect((await call(renewal)).status).toBe(200);
    expect((await call(renewal)).headers.get("idempotency-replayed")).toBe("true");
    expect(kept.grants("refresh_token")).toHaveLength(before + 1);
    const events = (await install.events()).filter(({ eventType }) => eventType === "SESSION_REFRESHED");
    expect(events.at(-1)).toMatchObject({ interface: "api", details: { apiToken: token.split("_")[1] } });
  });
});

describe("what is open", () => {
  it("tells that the service runs, or that its database does not answer", async () => {
    const { services } = install;
    const well = await callApi(services, { path: "/health" });
    expect([well.status, await well.json()]).toEqual([200, { status: "ok" }]);
    const storage = { ...services.storage, ping: () => Promise.reject(new Error("gone")) };
    const ill = await callApi({ ...services, storage }, { path: "/health" });
    expect([ill.status, await ill.json()]).toEqual([503, { status: "unavailable" }]);
  });

  it("describes itself, the same each time", async () => {
    const first = await callApi(install.services, { path: "/openapi.json" });
    expect(await first.json()).toMatchObject({ openapi: "3.1.1", info: { title: "Wheelhouse" } });
    const etag = first.headers.get("etag") ?? "";
    const again = await callApi(install.services, {
      path: "/openapi.json",
      headers: { "if-none-match": etag },
    });
    expect(again.status).toBe(304);
  });
});
