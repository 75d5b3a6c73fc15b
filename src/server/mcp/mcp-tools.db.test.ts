import type { CallToolResult } from "@modelcontextprotocol/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeAttentionSettings } from "@/server/services/attention/attention-settings";
import { readAttention } from "@/server/services/attention/read-attention";
import { listConnections } from "@/server/services/connections/list-connections";
import { expirationsOf } from "@/server/services/income/expirations-of";
import { readIncome } from "@/server/services/income/read-income";
import { getAccountSummary } from "@/server/services/portfolio/get-account-summary";
import { getOptions } from "@/server/services/portfolio/get-options";
import { getOrders } from "@/server/services/portfolio/get-orders";
import { getPositions } from "@/server/services/portfolio/get-positions";
import type { ServiceContext } from "@/server/services/service-context";
import { identifyWheelPositions } from "@/server/services/wheel/identify-wheel-positions";
import { readCycle } from "@/server/services/wheel/read-cycle";
import type { UserRecord } from "@/server/storage/records";
import { addDays } from "@/shared/new-york-time";
import type { Role } from "@/shared/permissions";
import { SCOPE_NAMES, type Scope } from "@/shared/schemas/api-token";
import { DEFAULT_ATTENTION_SETTINGS } from "@/shared/schemas/attention";
import { giveToken } from "@/test/api-caller";
import { connectKept } from "@/test/kept-connection";
import { type McpEndpoint, startMcpEndpoint } from "@/test/mcp-endpoint";
import { createTestInstall, type TestInstall } from "@/test/test-install";

/** Which tools a scope opens, written by hand: the test must not learn it from the code. */
const OPENS: Readonly<Partial<Record<Scope, readonly string[]>>> = {
  "read:connections": ["list_connections"],
  "read:account": ["account_summary"],
  "read:positions": ["positions"],
  "read:options": ["option_contracts"],
  "read:orders": ["orders"],
  "read:wheel": ["wheel_cycles", "wheel_cycle", "income", "expirations"],
  "read:attention": ["needs_attention"],
  "write:attention": ["dismiss_attention"],
  "session:refresh": ["refresh_session"],
};
const ALL = Object.values(OPENS).flat();
const WRITES = ["dismiss_attention", "refresh_session"];

let install: TestInstall;
let endpoint: McpEndpoint;
let owner: UserRecord;
let ctx: ServiceContext;
let connectionId: string;
let otherId: string;

beforeAll(async () => {
  // The clock stands still: within one minute all of this is asked of the broker.
  install = await createTestInstall({ settings: { requestsPerMinute: 6000 } });
  endpoint = await startMcpEndpoint(install.services);
  owner = await install.addPerson({ roles: ["user", "trader", "admin"] });
  ({ id: connectionId } = await connectKept(install, "hana", { owner }));
  ({ id: otherId } = await connectKept(install, "hana", { owner: await install.addPerson() }));
  ctx = await install.contextOf(owner);
});
afterAll(async () => {
  await endpoint.close();
  await install.close();
});

type Plan = Parameters<typeof giveToken>[2];
const clientOf = async (plan: Plan = {}, person = owner) =>
  endpoint.client(await giveToken(install.services, person.id, plan));
const namesOf = async (plan: Plan, person = owner) =>
  (await (await clientOf(plan, person)).listTools()).tools.map(({ name }) => name).toSorted();

function textOf({ content }: CallToolResult): string {
  return content.map((block) => (block.type === "text" ? block.text : "")).join("\n");
}

/** What a tool answers beside what it tells of it. */
async function viewOf(name: string, input: Record<string, unknown> = {}, plan: Plan = {}) {
  const result = await (await clientOf(plan)).callTool({ name, arguments: input });
  if (result.isError === true) throw new Error(textOf(result));
  const { note, leftOut, ...view } = result.structuredContent as Record<string, unknown>;
  expect(result.content).toEqual([
    { type: "text", text: note },
    { type: "text", text: JSON.stringify({ leftOut, ...view }) },
  ]);
  return { note: String(note), leftOut, view };
}

/** The views of two moments are the same but for what is left of the requests. */
const withoutBudget = (view: object) => ({ ...view, budget: expect.anything() });

describe("tools and scopes", () => {
  it.each(SCOPE_NAMES)("with %s alone just its own are listed, and others refused", async (scope) => {
    const own = OPENS[scope] ?? [];
    const client = await clientOf({ scopes: [scope] });
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name).toSorted()).toEqual(own.toSorted());
    const refused = ALL.find((name) => !own.includes(name)) ?? "";
    const result = await client.callTool({ name: refused, arguments: {} });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain("API_SCOPE_MISSING (3008)");
  });

  it.each<[readonly Role[], readonly string[]]>([
    [["user"], ALL],
    [["trader"], []],
  ])("of somebody who is %s are bounded by the person's own permissions", async (roles, names) => {
    const person = await install.addPerson({ roles: [...roles] });
    expect(await namesOf({}, person)).toEqual(names.toSorted());
  });

  it("say of themselves whether they only read, and what they take", async () => {
    const client = await clientOf();
    expect(client.getInstructions()).toMatch(/Nothing here places, changes or cancels an order/);
    for (const tool of (await client.listTools()).tools) {
      const isWrite = WRITES.includes(tool.name);
      expect(tool.annotations, tool.name).toMatchObject({ readOnlyHint: !isWrite, openWorldHint: false });
      expect(tool.inputSchema).toMatchObject({ type: "object", additionalProperties: false });
      expect(tool.outputSchema).toMatchObject({ type: "object", required: expect.arrayContaining(["note"]) });
    }
  });

  it("that a token may not use are in the audit log when they are tried", async () => {
    const client = await clientOf({ scopes: ["read:account"] });
    await client.callTool({ name: "refresh_session", arguments: { connectionId } });
    expect(
      (await install.events()).findLast(({ eventType }) => eventType === "PERMISSION_DENIED"),
    ).toMatchObject({
      outcome: "denied",
      interface: "mcp",
      targetId: "mcp refresh_session",
      details: { errorCode: "API_SCOPE_MISSING", scopes: ["session:refresh"] },
    });
  });

  it("speak to clients of the revision before, too", async () => {
    const token = await giveToken(install.services, owner.id);
    const client = await endpoint.client(token, "legacy");
    expect((await client.listTools()).tools.map(({ name }) => name).toSorted()).toEqual(ALL.toSorted());
    const result = await client.callTool({ name: "list_connections", arguments: {} });
    expect(result.structuredContent).toMatchObject({ connections: [{ id: connectionId }] });
  });
});

describe("answers are the views of the verbs", () => {
  it("for connections", async () => {
    const { view, note } = await viewOf("list_connections");
    expect(view).toEqual({ connections: await listConnections(ctx) });
    expect(note).toMatch(/^As Wheelhouse knows them at /);
  });

  it("for accounts", async () => {
    const { view, note } = await viewOf("account_summary", { connectionId, fresh: true });
    expect(view).toEqual(withoutBudget(await getAccountSummary(ctx, { connectionId, fresh: false })));
    expect(note).toMatch(/^FRESH: as of \d{4}-/);
  });

  it("for positions, also a page of them", async () => {
    const all = await getPositions(ctx, { connectionId, includeOptions: true, fresh: true });
    expect(all.positions.length).toBeGreaterThan(1);
    const { view, leftOut } = await viewOf("positions", { connectionId, limit: 100 });
    expect(view).toEqual(withoutBudget(all));
    expect(leftOut).toEqual({});
    const page = await viewOf("positions", { connectionId, limit: 1, offset: 1 });
    expect(page.view).toMatchObject({ positions: all.positions.slice(1, 2) });
    expect(page.leftOut).toEqual({ positions: all.positions.length - 1 });
    expect(page.note).toContain(`Left out here: ${all.positions.length - 1} of positions.`);
    const some = await viewOf("positions", { connectionId, symbols: ["f"], includeOptions: false });
    expect(some.view).toMatchObject({ positions: [{ kind: "stock", symbol: "F" }] });
  });

  it("for contracts", async () => {
    const filter = { underlying: "F", right: "call" } as const;
    const all = await getOptions(ctx, { connectionId, filter, fresh: true });
    const { view, leftOut } = await viewOf("option_contracts", { connectionId, ...filter, limit: 2 });
    expect(view).toEqual(withoutBudget({ ...all, contracts: all.contracts.slice(0, 2) }));
    expect(leftOut).toEqual({ contracts: all.contracts.length - 2 });
  });

  it("for orders", async () => {
    const { nextCursor, ...some } = await getOrders(ctx, { connectionId, filter: { limit: 1 }, fresh: true });
    const { view, note } = await viewOf("orders", { connectionId, limit: 1 });
    expect(view).toEqual(withoutBudget(some));
    expect(note.includes("There are older orders")).toBe(nextCursor !== null);
    const open = await viewOf("orders", { connectionId, status: "open" });
    expect(open.note).not.toContain("older orders");
  });

  it("for the wheel and one cycle of it", async () => {
    const all = await identifyWheelPositions(ctx, { connectionIds: null, fresh: true });
    expect((await viewOf("wheel_cycles", { state: "all", limit: 50 })).view).toEqual(all);
    const open = all.cycles.filter(({ closedAt }) => closedAt === null);
    expect((await viewOf("wheel_cycles", { connectionIds: [connectionId] })).view).toMatchObject({
      cycles: open,
    });
    const none = await viewOf("wheel_cycles", { state: "closed", underlying: "zzz" });
    expect(none.view).toMatchObject({ cycles: [], beside: [], byUnderlying: [] });
    const cycleId = open[0]?.cycleId ?? "";
    const cycle = await readCycle(ctx, { cycleId, fresh: false });
    expect((await viewOf("wheel_cycle", { cycleId })).view).toEqual(cycle);
    const short = await viewOf("wheel_cycle", { cycleId, events: 1 });
    expect(short.view).toMatchObject({ history: { events: cycle.history.events.slice(-1) } });
    expect(short.leftOut).toMatchObject({ events: cycle.eventCount - 1 });
  });

  it("for income, of which the newest spans are told", async () => {
    const {
      calendar: _calendar,
      capital: _capital,
      ...all
    } = await readIncome(ctx, { connectionIds: null, fresh: true });
    expect((await viewOf("income", { spans: 60 })).view).toEqual({
      ...all,
      weeks: all.weeks.slice(-60),
      months: all.months.slice(-60),
    });
    const one = await viewOf("income", { spans: 1, connectionIds: [connectionId] });
    expect(one.view).toMatchObject({ weeks: all.weeks.slice(-1), months: all.months.slice(-1) });
  });

  it("for what expires within some days", async () => {
    const wheel = await identifyWheelPositions(ctx, { connectionIds: null, fresh: true });
    const all = expirationsOf(wheel.cycles, wheel.beside);
    const { view } = await viewOf("expirations", { days: 1000, connectionIds: [connectionId] });
    expect(view).toMatchObject({ today: wheel.today, until: addDays(wheel.today, 1000), expirations: all });
    expect(view["expirations"]).toMatchObject(
      all.map(({ cycleId }) => ({
        daysToExpiration: expect.any(Number),
        short: cycleId === null ? null : { risk: { level: expect.any(String) } },
      })),
    );
    const soon = await viewOf("expirations", { days: 0 });
    expect(soon.view["expirations"]).toHaveLength(all.filter(({ day }) => day <= wheel.today).length);
  });

  it("for what needs attention, until it is put aside", async () => {
    await changeAttentionSettings(ctx, { ...DEFAULT_ATTENTION_SETTINGS, expiringDays: 365 });
    const all = await readAttention(ctx, { fresh: true });
    const [item] = all.items;
    if (item === undefined) throw new Error("nothing needs attention");
    expect((await viewOf("needs_attention")).view).toEqual(all);
    const { key, stance } = item;
    expect((await viewOf("dismiss_attention", { key, stance })).view).toEqual({ key, dismissed: true });
    const after = await viewOf("needs_attention");
    expect(after.view["items"]).toHaveLength(all.items.length - 1);
    expect(after.leftOut).toEqual({ "dismissed items": 1 });
    const every = await viewOf("needs_attention", { includeDismissed: true });
    expect(every.view["items"]).toHaveLength(all.items.length);
  });

  it("for the renewal of a session", async () => {
    const { view } = await viewOf("refresh_session", { connectionId });
    expect(view).toMatchObject({ connection: { id: connectionId, status: "connected" } });
    const events = await install.events();
    expect(events.findLast(({ eventType }) => eventType.includes("REFRESH"))).toMatchObject({
      interface: "mcp",
    });
  });
});

describe("a token's reach", () => {
  const beyond = { reach: { connectionIds: ["another"] } };

  it("hides what lies beyond it", async () => {
    expect((await viewOf("list_connections", {}, beyond)).view).toEqual({ connections: [] });
    for (const name of ["wheel_cycles", "expirations", "needs_attention", "income"]) {
      const { view, note } = await viewOf(name, {}, beyond);
      expect(view, name).toMatchObject({ sources: [] });
      expect(note).toBe("Nothing was read: no connection is in reach.");
    }
    const client = await clientOf(beyond);
    for (const name of ["account_summary", "positions", "orders", "refresh_session"]) {
      expect(textOf(await client.callTool({ name, arguments: { connectionId } })), name).toContain(
        "API_RESOURCE_NOT_FOUND (3002)",
      );
    }
  });

  it("never holds what is another person's", async () => {
    const client = await clientOf();
    const result = await client.callTool({ name: "positions", arguments: { connectionId: otherId } });
    expect(textOf(result)).toContain("API_RESOURCE_NOT_FOUND (3002)");
  });

  it("of no account shows the rows of none", async () => {
    const { view } = await viewOf("positions", { connectionId }, { reach: { accountIds: ["none"] } });
    expect(view).toMatchObject({ positions: [] });
  });
});

it("figures from before are told as stale with time and reason, those that were never read as failed", async () => {
  const { control } = install.sandbox;
  const { asOf } = (await getAccountSummary(ctx, { connectionId, fresh: true })).provenance;
  install.advance(600);
  control.addFault({ kind: "status", status: 500 });
  const { note } = await viewOf("account_summary", { connectionId, fresh: true });
  expect(note).toMatch(
    new RegExp(
      `^STALE since ${asOf} \\(10 minutes ago\\): account summary\\. Say so;.*Reason: .+ \\(\\d{4}\\)\\.$`,
    ),
  );
  const contracts = await viewOf("option_contracts", { connectionId, underlying: "MSFT", fresh: true });
  expect(contracts.note).toMatch(/^FAILED: .+ which does not mean that there is nothing\./);
  control.reset();
});
