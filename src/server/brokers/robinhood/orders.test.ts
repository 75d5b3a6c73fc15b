import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import {
  type ReadingCalls,
  type RobinhoodOnSandbox,
  readingCallsOf,
  sessionOf,
  startRobinhoodOnSandbox,
} from "@/server/brokers/robinhood/on-sandbox.contract";
import { type Order, type OrderStatus, orderSchema } from "@/shared/schemas/trading";

// Much data is read over real HTTP, maybe on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

let on: RobinhoodOnSandbox;
let broker: ReadingCalls;

beforeAll(async () => {
  on = await startRobinhoodOnSandbox();
  broker = readingCallsOf(on.broker);
});
afterEach(() => on.sandbox.control.reset());
afterAll(() => on.close());

async function allOrders(
  session: BrokerSessionSecrets,
  filter: { limit: number; status?: OrderStatus; accountNumber?: string },
): Promise<Order[]> {
  const orders: Order[] = [];
  let cursor: string | null = null;
  do {
    const page = await broker.getOrders(session, { ...filter, ...(cursor === null ? {} : { cursor }) });
    expect(page.failures).toEqual([]);
    expect(page.rows.length).toBeLessThanOrEqual(filter.limit);
    orders.push(...page.rows);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return orders;
}

it("gives stock and option orders in one list, newest first, and none twice or never", async () => {
  const session = await sessionOf(on, "paul");
  const whole = await allOrders(session, { limit: 1000 });
  for (const order of whole) expect(orderSchema.parse(order)).toEqual(order);
  expect(new Set(whole.map((order) => order.kind))).toEqual(new Set(["stock", "option"]));
  const times = whole.map((order) => order.placedAt);
  expect(times).toEqual([...times].sort().reverse());
  expect(new Set(whole.map((order) => order.orderId)).size).toBe(whole.length);
  for (const [limit, pageSize] of [
    [7, 5],
    [10, 10],
    [25, 4],
  ] as const) {
    on.sandbox.control.setKnobs({ pageSize });
    expect(await allOrders(session, { limit })).toEqual(whole);
  }
});

it("has prices per share, and the net of several legs with its sign", async () => {
  const orders = await allOrders(await sessionOf(on, "paul"), { limit: 1000 });
  const several = orders.filter((order) => order.legs.length > 1);
  expect(several.find((order) => order.averageFillPrice?.startsWith("-"))).toBeDefined();
  const roll = several.find((order) => order.symbol === "INTC" && order.status === "filled");
  // Bought back at 1.20 and sold at 1.45.
  expect(roll).toMatchObject({
    kind: "option",
    type: "limit",
    limitPrice: "0.25",
    averageFillPrice: "0.25",
    quantity: "2",
    filledQuantity: "2",
    legs: [
      { side: "buy", effect: "close", ratio: 1, filledQuantity: "2", averageFillPrice: "1.20" },
      { side: "sell", effect: "open", ratio: 1, filledQuantity: "2", averageFillPrice: "1.45" },
    ],
  });
  // Filled two at 0.65, one at 0.66 and two at 0.67.
  const parts = orders.find((order) => order.symbol === "SOFI" && order.quantity === "5");
  expect(parts).toMatchObject({ averageFillPrice: "0.66", filledQuantity: "5", status: "filled" });
  expect(orders.find((order) => order.kind === "stock" && order.status === "partially_filled")).toMatchObject(
    {
      symbol: "F",
      quantity: "100",
      filledQuantity: "40",
      averageFillPrice: "10.48",
      legs: [{ option: null, side: "buy", effect: null }],
    },
  );
});

it("gives the orders of one state, and those of one account", async () => {
  const session = await sessionOf(on, "ivan");
  const whole = await allOrders(session, { limit: 1000 });
  on.sandbox.control.setKnobs({ pageSize: 20 });
  for (const status of ["open", "filled", "cancelled"] as const) {
    const some = await allOrders(session, { limit: 30, status });
    expect(some).toEqual(whole.filter((order) => order.status === status));
    expect(some.length).toBeGreaterThan(0);
  }
  const accounts = [...new Set(whole.map((order) => order.accountNumber))];
  expect(accounts.length).toBeGreaterThan(1);
  for (const accountNumber of accounts) {
    const own = await allOrders(session, { limit: 100, accountNumber });
    expect(own).toEqual(whole.filter((order) => order.accountNumber === accountNumber));
  }
});

it("looks at no more than ten pages of a list in one call", async () => {
  const session = await sessionOf(on, "uma");
  on.sandbox.control.setKnobs({ pageSize: 10 });
  on.sandbox.control.clearRequests();
  const page = await broker.getOrders(session, { limit: 100, status: "rejected" });
  expect(page).toMatchObject({ rows: [], failures: [] });
  expect(page.nextCursor).not.toBeNull();
  expect(on.sandbox.control.requests().length).toBeLessThanOrEqual(21);
});

it("has no orders of a login without an account", async () => {
  expect(await broker.getOrders(await sessionOf(on, "noor"), { limit: 10 })).toEqual({
    rows: [],
    failures: [],
    nextCursor: null,
  });
});

it("refuses a cursor that is none before it asks the broker", async () => {
  const session = await sessionOf(on, "ada");
  on.sandbox.control.clearRequests();
  await expect(broker.getOrders(session, { limit: 10, cursor: "junk" })).rejects.toMatchObject({
    code: "API_INVALID_REQUEST",
  });
  expect(on.sandbox.control.requests()).toEqual([]);
});

it("gives what it has where one list fails, and the rest with the next page", async () => {
  const session = await sessionOf(on, "ada");
  const whole = await allOrders(session, { limit: 1000 });
  const fault = on.sandbox.control.addFault({ kind: "status", status: 503, path: "/options/orders/" });
  const first = await broker.getOrders(session, { limit: 1000 });
  expect(first.failures).toMatchObject([
    { part: "option_orders", error: { code: "CONN_BROKER_UNAVAILABLE" } },
  ]);
  expect(first.rows).toEqual(whole.filter((order) => order.kind === "stock"));
  const cursor = first.nextCursor ?? "";
  await expect(broker.getOrders(session, { limit: 1000, cursor })).rejects.toMatchObject({
    code: "CONN_BROKER_UNAVAILABLE",
  });
  on.sandbox.control.removeFault(fault.id);
  const second = await broker.getOrders(session, { limit: 1000, cursor });
  expect(second).toMatchObject({ failures: [], nextCursor: null });
  expect(second.rows).toEqual(whole.filter((order) => order.kind === "option"));
});

it("keeps an option order whose contract can't be read, without its terms", async () => {
  const session = await sessionOf(on, "ada");
  on.sandbox.control.addFault({ kind: "empty", path: "/options/chains/" });
  const { rows, failures } = await broker.getOrders(session, { limit: 1000 });
  expect(failures).toMatchObject([{ part: "contracts", error: { code: "CONN_UNEXPECTED_REPLY" } }]);
  const options = rows.filter((order) => order.kind === "option");
  expect(options.length).toBeGreaterThan(0);
  expect(options.every((order) => order.legs[0]?.option === null && order.symbol !== "")).toBe(true);
});

it("tells a dead session, and a broker that gives no orders at all", async () => {
  const session = await sessionOf(on, "ada");
  const dead = on.sandbox.control.addFault({ kind: "status", status: 401, path: "/options/orders/" });
  await expect(broker.getOrders(session, { limit: 10 })).rejects.toMatchObject({
    code: "AUTH_SESSION_EXPIRED",
  });
  on.sandbox.control.removeFault(dead.id);
  on.sandbox.control.addFault({ kind: "wrong-types", path: "*/orders/" });
  await expect(broker.getOrders(session, { limit: 10 })).rejects.toMatchObject({
    code: "CONN_UNEXPECTED_REPLY",
  });
});
