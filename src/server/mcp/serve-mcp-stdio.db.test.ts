import { PassThrough } from "node:stream";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { McpSession } from "@/server/mcp/mcp-session";
import { serveMcpStdio } from "@/server/mcp/serve-mcp-stdio";
import type { UserRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";
import { createTestInstall, type TestInstall } from "@/test/test-install";

let install: TestInstall;
let owner: UserRecord;
beforeAll(async () => {
  install = await createTestInstall();
  owner = await install.addPerson({ roles: ["user"] });
});
afterAll(() => install.close());

const READS = ["list_connections", "account_summary", "positions", "option_contracts", "orders"];
const WRITES = ["refresh_session", "dismiss_attention"];

/** A server over two pipes, and a client that writes its messages by hand. */
async function talk(options: Partial<McpSession> = {}) {
  const stdin = new PassThrough();
  const stdout = new PassThrough();
  const ending = new AbortController();
  const serving = serveMcpStdio(
    {
      context: () => install.contextOf(owner),
      allowsWrites: false,
      log: install.services.log,
      ...options,
    },
    { stdin, stdout, signal: ending.signal },
  );
  let id = 0;
  const ask = async (method: string, params: object = {}): Promise<unknown> => {
    id += 1;
    stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`);
    const [line] = await new Promise<unknown[]>((resolve) =>
      stdout.once("data", (...chunks) => resolve(chunks)),
    );
    return JSON.parse(String(line));
  };
  await ask("initialize", {
    protocolVersion: "2025-06-18",
    capabilities: {},
    clientInfo: { name: "test", version: "1" },
  });
  const call = (name: string, given: object = {}) => ask("tools/call", { name, arguments: given });
  return { stdin, ending, serving, ask, call };
}

const named = (names: readonly string[]) => ({
  result: { tools: expect.arrayContaining(names.map((name) => expect.objectContaining({ name }))) },
});

it("reads only, unless it is told otherwise", async () => {
  const reader = await talk();
  const listed = await reader.ask("tools/list");
  expect(listed).toMatchObject(named(READS));
  for (const name of WRITES) expect(listed).not.toMatchObject(named([name]));
  expect(await reader.call("refresh_session", { connectionId: "any" })).toMatchObject({
    result: {
      isError: true,
      content: [{ text: expect.stringMatching(/^API_PERMISSION_DENIED \(3003\): .*read only\./) }],
    },
  });
  reader.stdin.end();
  await reader.serving;
  const writer = await talk({ allowsWrites: true });
  expect(await writer.ask("tools/list")).toMatchObject(named([...READS, ...WRITES]));
  writer.ending.abort();
  await writer.serving;
});

it("asks at each message who the person is by now", async () => {
  const { ask, call, stdin, serving } = await talk({
    context: async () => {
      const user = await install.services.storage.users.byId(owner.id);
      if (user === null || user.disabledAt !== null) throw new AppError("API_PERMISSION_DENIED", "Disabled");
      return install.contextOf(user);
    },
  });
  expect(await call("list_connections")).toMatchObject({
    result: { structuredContent: { connections: [] } },
  });
  await install.services.storage.users.update(owner.id, { disabledAt: install.clock.now() });
  expect(await call("list_connections")).toMatchObject({
    error: { message: expect.stringContaining("Disabled") },
  });
  expect(await ask("tools/list")).toMatchObject({ error: { message: expect.stringContaining("Disabled") } });
  await install.services.storage.users.update(owner.id, { disabledAt: null });
  stdin.end();
  await serving;
});

it("tells nothing of a failure of its own", async () => {
  const logged: unknown[] = [];
  const { call, stdin, serving } = await talk({
    log: { ...install.services.log, error: (fields: unknown) => logged.push(fields) },
    context: () => Promise.reject(new Error("the disk is at /secret/place")),
  });
  const answer = await call("list_connections");
  expect(answer).toMatchObject({ error: { code: expect.any(Number) } });
  expect(JSON.stringify(answer)).not.toContain("/secret/place");
  expect(logged).toHaveLength(1);
  stdin.end();
  await serving;
});

it("ends at once where it was ended before it began", async () => {
  const signal = AbortSignal.abort();
  const pipes = { stdin: new PassThrough(), stdout: new PassThrough() };
  await serveMcpStdio(
    { context: () => install.contextOf(owner), allowsWrites: false, log: install.services.log },
    { ...pipes, signal },
  );
  expect(signal.aborted).toBe(true);
});
