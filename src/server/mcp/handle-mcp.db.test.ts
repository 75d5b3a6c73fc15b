import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { handleMcp } from "@/server/mcp/handle-mcp";
import { flushTokenUses } from "@/server/services/api-tokens/token-uses";
import { openSession } from "@/server/services/broker-sessions/session-cipher";
import type { UserRecord } from "@/server/storage/records";
import { errorResponseSchema } from "@/shared/schemas/error-response";
import { Secret } from "@/shared/secret";
import { giveToken } from "@/test/api-caller";
import { connectKept } from "@/test/kept-connection";
import { type McpEndpoint, startMcpEndpoint } from "@/test/mcp-endpoint";
import { createTestInstall, TEST_PASSWORD, type TestInstall } from "@/test/test-install";

let install: TestInstall;
let endpoint: McpEndpoint;
let owner: UserRecord;
let connectionId: string;
let token: string;

beforeAll(async () => {
  // The canary reads more in one moment than a broker's minute has room for.
  install = await createTestInstall({ settings: { requestsPerMinute: 6000 } });
  endpoint = await startMcpEndpoint(install.services);
  ({ id: connectionId, owner } = await connectKept(install, "hana"));
  token = await giveToken(install.services, owner.id);
});
afterAll(async () => {
  await endpoint.close();
  await install.close();
});

const LIST = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" });
const call = (name: unknown, given: unknown) =>
  JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, arguments: given } });
const bearer = (text: string) => ({ authorization: `Bearer ${text}` });
const refusalSchema = z.object({
  jsonrpc: z.literal("2.0"),
  id: z.null(),
  error: z.object({ code: z.literal(-32_000), message: z.string(), data: errorResponseSchema }),
});

/** Status and code of a message that was refused before any tool. */
async function refusalOf(response: Response): Promise<string> {
  const { error } = refusalSchema.parse(await response.json());
  expect(error.message).toContain(error.data.name);
  return `${response.status} ${error.data.name}`;
}

/** The one message in an answer, whether it came alone or as an event. */
async function messageOf(response: Response): Promise<unknown> {
  const text = await response.text();
  return JSON.parse(/^data: (.+)$/m.exec(text)?.[1] ?? text);
}

const textSchema = z.object({
  result: z.object({ isError: z.literal(true), content: z.tuple([z.object({ text: z.string() })]) }),
});

describe("the door", () => {
  it("is shut without a token, and says which kind it wants", async () => {
    const response = await endpoint.send(LIST, { cookie: "session=anything" });
    expect(response.headers.get("www-authenticate")).toBe('Bearer realm="wheelhouse"');
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await refusalOf(response)).toBe("401 AUTH_TOKEN_INVALID");
    expect(await refusalOf(await endpoint.send(LIST, bearer("whl_nothing")))).toBe("401 AUTH_TOKEN_INVALID");
  });

  it("is shut to a client of the protocol's package as well", async () => {
    await expect(endpoint.client("whl_nothing")).rejects.toThrow(/AUTH_TOKEN_INVALID|401|nauthorized/);
  });

  it("closes at the next message after the token is revoked", async () => {
    const [id = "", text] = await newToken();
    const client = await endpoint.client(text);
    expect((await client.listTools()).tools.length).toBeGreaterThan(0);
    await (await install.callerOf(owner)).tokens.revoke({ tokenId: id });
    await expect(client.callTool({ name: "list_connections", arguments: {} })).rejects.toThrow();
    expect(await refusalOf(await endpoint.send(LIST, bearer(text)))).toBe("401 AUTH_TOKEN_ENDED");
  });

  it("closes at the next message after programs are frozen, and opens again", async () => {
    const caller = await install.callerOf(owner);
    const client = await endpoint.client(token);
    await caller.tokens.freeze();
    await expect(client.callTool({ name: "list_connections", arguments: {} })).rejects.toThrow();
    expect(await refusalOf(await endpoint.send(LIST, bearer(token)))).toBe("403 AUTH_BOTS_FROZEN");
    await caller.tokens.unfreeze();
    expect((await client.callTool({ name: "list_connections", arguments: {} })).isError).not.toBe(true);
  });

  it("takes a place of the token's minute for each message, and counts its use", async () => {
    const [id = "", text] = await newToken(2);
    expect((await endpoint.send(LIST, bearer(text))).status).toBe(200);
    expect((await endpoint.send(LIST, bearer(text))).status).toBe(200);
    const third = await endpoint.send(LIST, bearer(text));
    expect(Number(third.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await refusalOf(third)).toBe("429 API_TOKEN_BUDGET_SPENT");
    await flushTokenUses(install.services);
    expect((await install.services.storage.apiTokens.withOwner(id))?.token.uses).toBe(2);
  });

  it("is shut to pages of other sites, whatever they bring", async () => {
    const origin = new URL(install.services.settings.publicUrl).origin;
    expect((await endpoint.send(LIST, { ...bearer(token), origin })).status).toBe(200);
    const other = await endpoint.send(LIST, { ...bearer(token), origin: "https://evil.example" });
    expect(await refusalOf(other)).toBe("403 API_PERMISSION_DENIED");
  });

  it.each(["GET", "DELETE"])("knows no %s: there is no session", async (method) => {
    const response = await endpoint.send("", bearer(token), method);
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("POST");
  });
});

async function newToken(requestsPerMinute = 120): Promise<[string | undefined, string]> {
  const text = await giveToken(install.services, owner.id, { requestsPerMinute });
  return [text.split("_")[1], text];
}

describe("hostile messages", () => {
  it.each([
    ["no JSON", "{"],
    ["nothing", ""],
    ["bytes that are no UTF-8", "\u{fffd}{"],
    ["several at once", `[${LIST},${LIST}]`],
    ["more than 64 KiB", `"${"x".repeat(70_000)}"`],
  ])("that are %s are refused", async (_what, body) => {
    expect(await refusalOf(await endpoint.send(body, bearer(token)))).toBe("400 API_INVALID_REQUEST");
  });

  it("of another media type are refused", async () => {
    const headers = { ...bearer(token), "content-type": "text/plain" };
    expect(await refusalOf(await endpoint.send(LIST, headers))).toBe("400 API_INVALID_REQUEST");
  });

  it.each([
    ["null", "null"],
    ["a text", '"tools/list"'],
    ["no method", '{"jsonrpc":"2.0","id":1}'],
    ["an unknown method", '{"jsonrpc":"2.0","id":1,"method":"secrets/list"}'],
    ["a subscription", '{"jsonrpc":"2.0","id":1,"method":"subscriptions/listen","params":{}}'],
    ["parameters that are none", '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":7}'],
    ["a name that is none", call(7, {})],
    ["a tool that does not exist", call("place_order", {})],
    ["a name of every object", call("__proto__", {})],
    ["arguments that are a list", call("positions", [1])],
  ])("such as %s get an error of the protocol", async (_what, body) => {
    const response = await endpoint.send(body, bearer(token));
    expect(response.status).toBeLessThan(500);
    expect(await messageOf(response)).toMatchObject({ error: { code: expect.any(Number) } });
  });

  it.each<[string, unknown, string]>([
    ["nothing", undefined, "connectionId: "],
    ["an unknown field", { connectionId: "c", admin: true }, "admin: There is no such field"],
    ["a very long name", { connectionId: "c", ["x".repeat(5000)]: 1 }, `${"x".repeat(200)}: There is`],
    ["a wrong kind", { connectionId: { $ne: null } }, "connectionId: "],
    ["a very long text", { connectionId: "x".repeat(5000) }, "connectionId: "],
    ["a limit beyond measure", { connectionId: "c", limit: 1e9 }, "limit: "],
    ["a limit below nothing", { connectionId: "c", limit: -1 }, "limit: "],
    ["a nought", { connectionId: "\u0000" }, "connectionId: It holds characters"],
    ["half a character", { connectionId: "c", symbols: ["F", "\ud83d"] }, "symbols: It holds characters"],
    ["too many symbols", { connectionId: "c", symbols: Array(5000).fill("A") }, "symbols: "],
  ])("with %s as arguments get a tool's error with its code", async (_what, given, told) => {
    const response = await endpoint.send(call("positions", given), bearer(token));
    const { result } = textSchema.parse(await messageOf(response));
    const [{ text }] = result.content;
    expect(text).toMatch(/^VALIDATION_INVALID_INPUT \(5\d{3}\): /);
    expect(text).toContain(told);
    expect(text.length).toBeLessThan(2000);
  });

  it.each([100, 9000, 30_000])("with a list %i deep are refused like any other", async (depth) => {
    const deep = `${"[".repeat(depth)}${"]".repeat(depth)}`;
    const body = call("positions", { connectionId: "deep" }).replace('"deep"', deep);
    const response = await endpoint.send(body, bearer(token));
    expect(response.status).toBeLessThan(500);
    expect(await messageOf(response)).not.toHaveProperty("result.structuredContent");
  });

  it.each(["'; DROP TABLE users; --", "../../etc/passwd", "%00", "💥".repeat(30)])(
    "with the connection %j find nothing",
    async (id) => {
      const response = await endpoint.send(call("positions", { connectionId: id }), bearer(token));
      const { result } = textSchema.parse(await messageOf(response));
      expect(result.content[0].text).toMatch(/^API_RESOURCE_NOT_FOUND \(3002\): /);
    },
  );
});

it("a failure of our own is answered with the request's id, and logged once", async () => {
  const { storage } = install.services;
  const failing = {
    ...storage,
    apiTokens: {
      ...storage.apiTokens,
      withOwner: () => Promise.reject(new Error("the disk is at /secret/place")),
    },
  };
  const request = new Request("http://wheelhouse.test/api/mcp", {
    method: "POST",
    headers: bearer(token),
    body: LIST,
  });
  const logged: unknown[] = [];
  const log = { ...install.services.log, error: (fields: unknown) => logged.push(fields) };
  const facts = { id: "request-9", ipAddress: null, userAgent: null, interface: "mcp" } as const;
  const response = await handleMcp({ ...install.services, log, storage: failing }, request, facts);
  const { error } = refusalSchema.parse(await response.json());
  expect(response.status).toBe(500);
  expect(error.data).toMatchObject({ name: "API_UNEXPECTED", requestId: "request-9" });
  expect(JSON.stringify(error)).not.toContain("/secret/place");
  expect(logged).toHaveLength(1);
});

it("no secret is in any answer", async () => {
  const client = await endpoint.client(token);
  const { tools } = await client.listTools();
  for (const { name } of tools) {
    await client.callTool({ name, arguments: {} });
    await client.callTool({ name, arguments: { connectionId } });
    await client.callTool({ name, arguments: { connectionId, underlying: "F" } });
  }
  const { services } = install;
  const session = await services.storage.brokerSessions.byConnection(connectionId);
  if (session === null) throw new Error("there is no session");
  const held = await openSession(services, services.storage, session);
  const secrets = [
    TEST_PASSWORD,
    "not-a-real-password-hana",
    token.split("_")[2] ?? token,
    ...Object.values(held).flatMap((value) => (value instanceof Secret ? [value.reveal()] : [])),
  ];
  expect(secrets.length).toBeGreaterThan(4);
  const told = endpoint.answers.join("\n");
  expect(told.length).toBeGreaterThan(10_000);
  for (const secret of secrets) expect(told.includes(secret), secret.slice(0, 8)).toBe(false);
});
