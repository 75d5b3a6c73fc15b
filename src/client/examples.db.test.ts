import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WheelhouseClient } from "@/client/wheelhouse-client";
import { freezeBots, unfreezeBots } from "@/server/services/api-tokens/freeze-bots";
import { revokeToken } from "@/server/services/api-tokens/revoke-token";
import { exportSession } from "@/server/services/session-files/export-session";
import { giveToken } from "@/test/api-caller";
import { type ApiServer, serveApi } from "@/test/api-server";
import { botStage } from "@/test/bot-stage";
import { connectKept } from "@/test/kept-connection";
import { pythonPath, runPython } from "@/test/python";
import { type EndedProgram, runProgram } from "@/test/run-program";

const root = resolve(import.meta.dirname, "../..");
const DAY = "2026-03-02";
const EXPIRING = "-1 BAC 2026-03-06 47 put\n-1 SOFI 2026-03-06 16.5 put\n";

const stage = botStage();
let server: ApiServer;
let folder: string;
beforeAll(async () => {
  server = await serveApi(stage.install.services);
  folder = await mkdtemp(join(tmpdir(), "wheelhouse-bots-"));
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

type Bot = (environment: Record<string, string>, args?: readonly string[]) => Promise<EndedProgram>;

const BOTS: readonly (readonly [string, Bot])[] = [
  [
    "examples/python/bot.py",
    async (env, args = [DAY]) => runProgram(await pythonPath(), ["examples/python/bot.py", ...args], env),
  ],
  [
    "examples/typescript/bot.ts",
    (env, args = [DAY]) =>
      runProgram(process.execPath, ["--import", "tsx", "examples/typescript/bot.ts", ...args], env),
  ],
];

const environment = (token: string, connectionId: string) => ({
  WHEELHOUSE_URL: server.url,
  WHEELHOUSE_TOKEN: token,
  WHEELHOUSE_CONNECTION: connectionId,
});

describe.each(BOTS)("%s", { timeout: 60_000 }, (_path, bot) => {
  it("prints what expires this week", async () => {
    const { id } = await connectKept(stage.install, "rosa", { owner: stage.owner });
    const token = await giveToken(stage.install.services, stage.owner.id, {
      scopes: ["read:connections", "read:positions"],
      reach: { connectionIds: [id] },
    });
    expect(await bot(environment(token, id))).toEqual({ code: 0, printed: EXPIRING, complained: "" });
  });

  it("does not start while programs are kept out", async () => {
    const ctx = await stage.install.contextOf(stage.owner);
    await freezeBots(ctx, { scope: "own" });
    const ended = await bot(environment(stage.token, stage.connectionId));
    expect(ended).toMatchObject({ code: 1, printed: "" });
    expect(ended.complained).toContain("AUTH_BOTS_FROZEN");
    await unfreezeBots(ctx, { scope: "own" });
  });

  it("does not start with a token that was revoked", async () => {
    const ctx = await stage.install.contextOf(stage.owner);
    await revokeToken(ctx, { tokenId: stage.token.split("_")[1] ?? "" });
    const ended = await bot(environment(stage.token, stage.connectionId));
    expect(ended).toMatchObject({ code: 1, printed: "" });
    expect(ended.complained).toContain("AUTH_TOKEN_ENDED");
    expect(ended.complained).not.toContain(stage.token);
  });

  it("does not start on a session that has ended", async () => {
    stage.install.sandbox.control.endSessions("hana");
    const unnoticed = await bot(environment(stage.token, stage.connectionId));
    expect(unnoticed).toMatchObject({ code: 1, printed: "" });
    const ended = await bot(environment(stage.token, stage.connectionId));
    expect(ended).toMatchObject({ code: 1, printed: "" });
    expect(ended.complained).toContain("AUTH_SESSION_EXPIRED: hana is");
  });

  it("does not start without being told where, or where nobody answers", async () => {
    expect(await bot({})).toMatchObject({ code: 1, printed: "" });
    const nowhere = { ...environment(stage.token, stage.connectionId), WHEELHOUSE_URL: "http://127.0.0.1:9" };
    expect((await bot(nowhere)).complained).toContain("CONN_NETWORK_ERROR");
  });
});

async function listen(other: Server): Promise<string> {
  await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
  const { port } = other.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

/** Runs lines with the module; what they print as JSON. */
async function withModule(lines: string, ...more: readonly string[]): Promise<unknown> {
  const program = `import sys, json; sys.dont_write_bytecode = True; sys.path.insert(0, sys.argv[1])
import wheelhouse as w
wh = w.Wheelhouse(sys.argv[2], sys.argv[3], wait=lambda seconds: None)
id = sys.argv[4]
def error(work):
    try: work()
    except w.WheelhouseError as error: return [error.name, error.code, error.status, error.retry_after]
${lines}`;
  const args = [resolve(root, "examples/python"), server.url, stage.token, stage.connectionId, ...more];
  return JSON.parse(await runPython(program, "", args));
}

describe("examples/python/wheelhouse.py", { timeout: 60_000 }, () => {
  it("reads everything, with amounts as decimals", async () => {
    expect(
      await withModule(`
from decimal import Decimal
account = wh.account(id, fresh=True)[0]
positions = list(wh.positions(id))
print(json.dumps({
  "token": wh.token_info()["token"]["name"],
  "connections": [c.id for c in wh.connections()],
  "connected": wh.ensure_connected(id).status,
  "checked": wh.check(id).status,
  "cash": type(account.cash).__name__,
  "positions": len(positions) > 1 and all(isinstance(p.quantity, Decimal) for p in positions),
  "options": [type(p.option.strike).__name__ for p in positions if p.option][:1],
  "orders": all(o.placed_at.tzinfo is not None for o in wh.orders(id)),
  "filled": {o.status for o in wh.orders(id, status="filled")} <= {"filled"},
  "wheel": isinstance(list(wh.wheel()), list),
  "attention": isinstance(list(wh.attention()), list),
}))`),
    ).toEqual({
      token: "Test program",
      connections: [stage.connectionId],
      connected: "connected",
      checked: "connected",
      cash: "Decimal",
      positions: true,
      options: ["Decimal"],
      orders: true,
      filled: true,
      wheel: true,
      attention: true,
    });
  });

  it("leases, and shows the token to nobody by mistake", async () => {
    expect(
      await withModule(`
lease = wh.lease(id, seconds=60)
shown = lease.token in repr(lease) or sys.argv[3] in repr(wh) + repr(vars(lease).keys())
print(json.dumps([lease.kind, shown, wh.end_lease(id, lease.lease_id)["renewed"]]))`),
    ).toEqual(["read_only", false, false]);
  });

  it("calls the broker through Wheelhouse, and gives its answers as they are", async () => {
    expect(
      await withModule(`
def leads_elsewhere(path):
    try: wh.proxy_get(id, path)
    except ValueError: return True
print(json.dumps([
  "results" in wh.proxy_get(id, "/positions?nonzero=true").json(),
  wh.proxy_get(id, "/orders/none/").status,
  error(lambda: wh.proxy_get(id, "/devices/")),
  [leads_elsewhere(path) for path in ("/../../me", "/%2e%2E/me")],
]))`),
    ).toEqual([true, 404, ["API_PROXY_REFUSED", "3011", 403, null], [true, true]]);
  });

  it("waits once for a read that is put off", async () => {
    const token = await giveToken(stage.install.services, stage.owner.id, { requestsPerMinute: 1 });
    server.requests.length = 0;
    expect(
      await withModule(
        `
waits = []
limited = w.Wheelhouse(sys.argv[2], sys.argv[5], wait=waits.append)
limited.token_info()
print(json.dumps([error(limited.token_info), waits]))`,
        token,
      ),
    ).toEqual([["API_TOKEN_BUDGET_SPENT", "3009", 429, expect.any(Number)], [expect.any(Number)]]);
    expect(server.requests).toHaveLength(3);
  });

  it("tells an answer that broke off", async () => {
    const cut = createServer((_request, response) => {
      response.writeHead(200, { "content-length": "100" }).write("{", () => response.destroy());
    });
    const url = await listen(cut);
    expect(
      await withModule(
        `print(json.dumps(error(lambda: w.Wheelhouse(sys.argv[5], sys.argv[3]).token_info())))`,
        url,
      ),
    ).toEqual(["CONN_NETWORK_ERROR", "2001", null, null]);
    cut.close();
  });

  it("tells errors by their names, and a part that could not be read", async () => {
    stage.install.sandbox.control.addFault({ kind: "status", status: 503, path: "/options/positions/" });
    expect(
      await withModule(`
print(json.dumps([
  error(lambda: wh.connection("none")),
  error(lambda: list(wh.positions(id, fresh=True))),
  len(list(wh.positions(id, allow_partial=True))) > 0,
  error(lambda: w.Wheelhouse("http://127.0.0.1:9", "t").token_info()),
  error(lambda: wh.lease(id, seconds=100000)),
]))`),
    ).toEqual([
      ["API_RESOURCE_NOT_FOUND", "3002", 404, null],
      ["CONN_UNEXPECTED_REPLY", "2006", null, null],
      true,
      ["CONN_NETWORK_ERROR", "2001", null, null],
      ["VALIDATION_INVALID_INPUT", "5001", 422, null],
    ]);
  });
});

describe("the token", () => {
  it("is sent to no other server that an answer names", async () => {
    const elsewhere: string[] = [];
    const other = createServer((request, response) => {
      elsewhere.push(`${request.url} ${request.headers.authorization}`);
      response.end("{}");
    });
    const otherUrl = await listen(other);
    const lure = createServer((_request, response) => {
      response.writeHead(302, { location: `${otherUrl}/me` }).end();
    });
    const lureUrl = await listen(lure);
    const client = new WheelhouseClient({ baseUrl: lureUrl, token: stage.token });
    await expect(client.getOwnToken()).rejects.toMatchObject({ name: "CONN_NETWORK_ERROR" });
    expect(
      await withModule(
        `
print(json.dumps(error(lambda: w.Wheelhouse(sys.argv[5], sys.argv[3]).token_info())))`,
        lureUrl,
      ),
    ).toEqual(["CONN_UNEXPECTED_REPLY", "2006", 302, null]);
    expect(elsewhere).toEqual([]);
    lure.close();
    other.close();
  });
});

describe("examples/python/robin_stocks_bot.py", () => {
  const load = (path: string) =>
    runPython(
      `import sys; sys.dont_write_bytecode = True; sys.path.insert(0, sys.argv[1])
from robin_stocks_bot import load_session
from pathlib import Path
print(load_session(Path(sys.argv[2]))["access_token"])`,
      "",
      [resolve(root, "examples/python"), path],
    );

  it("gets a session that the broker takes from the exported file", async () => {
    const ctx = await stage.install.contextOf(stage.owner);
    const { bytes } = await exportSession(ctx, { connectionId: stage.connectionId, format: "pickle" });
    const path = join(folder, "robinhood.pickle");
    await writeFile(path, bytes);
    const token = (await load(path)).trim();
    const answer = await fetch(`${stage.install.sandbox.url}/positions/?nonzero=true`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.status).toBe(200);
  });

  it("does not start from a file without a session", async () => {
    const path = join(folder, "empty.pickle");
    await writeFile(path, Buffer.from("80027d2e", "hex"));
    await expect(load(path)).rejects.toThrow("There is no session");
  });
});
