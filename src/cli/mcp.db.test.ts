import { join, resolve } from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { getDefaultEnvironment, StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { expect, test } from "vitest";
import { cliStage } from "@/test/cli-stage";

const stage = cliStage();
const root = resolve(import.meta.dirname, "../..");

test("an assistant that starts `wheelhouse mcp` sees the person's accounts, and nothing but answers comes out", async ({
  onTestFinished,
}) => {
  const hana = {
    type: (prompt: string) => (prompt.includes("e-mail") ? "hana@example.com" : "not-a-real-password-hana"),
  };
  expect((await stage.run(["login", "--label", "Hana"], hana)).code).toBe(0);
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [join(root, "bin", "wheelhouse.mjs"), "mcp"],
    cwd: root,
    stderr: "pipe",
    env: {
      ...getDefaultEnvironment(),
      WHEELHOUSE_ENV_FILE: "",
      DATA_DIR: join(stage.folder, "data"),
      DATABASE_URL: stage.database.databaseUrl,
      ROBINHOOD_API_URL: stage.sandbox.url,
      ROBINHOOD_IDENTI_URL: stage.sandbox.url,
      ROBINHOOD_BONFIRE_URL: stage.sandbox.url,
      PUBLIC_URL: stage.sandbox.url,
    },
  });
  const client = new Client({ name: "test", version: "1.0.0" }, { versionNegotiation: { mode: "auto" } });
  onTestFinished(() => client.close());
  const strange: Error[] = [];
  client.onerror = (error) => strange.push(error);
  await client.connect(transport);
  const { tools } = await client.listTools();
  expect(tools.every(({ annotations }) => annotations?.readOnlyHint === true)).toBe(true);
  const listed = await client.callTool({ name: "list_connections", arguments: {} });
  expect(listed.structuredContent).toMatchObject({ connections: [{ label: "Hana", status: "connected" }] });
  const [{ id }] = (listed.structuredContent as { connections: [{ id: string }] }).connections;
  const summary = await client.callTool({ name: "account_summary", arguments: { connectionId: id } });
  expect(summary.content).toMatchObject([{ text: expect.stringMatching(/^FRESH: /) }, {}]);
  expect(JSON.stringify([listed, summary])).not.toContain("not-a-real-password");
  expect(strange).toEqual([]);
}, 60_000);

test("whoever may not act hears so before an assistant waits", async () => {
  expect(await stage.run(["--as", "nobody@example.com", "mcp"])).toMatchObject({
    code: 8,
    err: expect.stringContaining("nobody@example.com"),
  });
});
