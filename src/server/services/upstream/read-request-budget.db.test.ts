import { afterAll, beforeAll, expect, it } from "vitest";
import { addConnection } from "@/server/services/connections/add-connection";
import type { ServiceContext } from "@/server/services/service-context";
import { connectionGate } from "@/server/services/upstream/connection-gate";
import { readRequestBudget } from "@/server/services/upstream/read-request-budget";
import { createTestInstall, type TestInstall } from "@/test/test-install";

let install: TestInstall;
let ctx: ServiceContext;
let connectionId: string;

beforeAll(async () => {
  install = await createTestInstall();
  ctx = await install.contextOf(await install.addPerson());
  connectionId = (await addConnection(ctx, { broker: "robinhood", label: "x", access: "read_only" })).id;
});
afterAll(() => install.close());

async function send(times: number): Promise<void> {
  const gate = connectionGate(ctx, { id: connectionId, broker: "robinhood" }, "read");
  const good = () => Promise.resolve({ status: 200, headers: {}, body: "" });
  for (let sent = 0; sent < times; sent += 1) await gate.pass({ method: "GET", route: "/" }, good);
}

it("tells the owner what is left, and when all of it is back", async () => {
  const budget = () => readRequestBudget(ctx, { connectionId });
  expect(await budget()).toEqual({ limit: 60, remaining: 54, resetSeconds: 0 });
  await send(3);
  install.advance(20);
  await send(1);
  expect(await budget()).toEqual({ limit: 60, remaining: 50, resetSeconds: 60 });
  install.advance(40);
  expect(await budget()).toEqual({ limit: 60, remaining: 53, resetSeconds: 20 });
  install.advance(20);
  expect(await budget()).toEqual({ limit: 60, remaining: 54, resetSeconds: 0 });
  const narrow = { ...ctx, settings: { ...ctx.settings, requestsPerMinute: 10 } };
  expect(await readRequestBudget(narrow, { connectionId })).toMatchObject({ limit: 10, remaining: 8 });
});

it("is null for a broker that the install does not offer", async () => {
  expect(await readRequestBudget({ ...ctx, brokers: {} }, { connectionId })).toBeNull();
});

it("knows nothing of another person's connection, and nobody without the permission", async () => {
  const stranger = await install.contextOf(await install.addPerson());
  await expect(readRequestBudget(stranger, { connectionId })).rejects.toMatchObject({
    code: "API_RESOURCE_NOT_FOUND",
  });
  const without = await install.contextOf(await install.addPerson({ roles: ["trader"] }));
  await expect(readRequestBudget(without, { connectionId })).rejects.toMatchObject({
    code: "API_PERMISSION_DENIED",
  });
});
