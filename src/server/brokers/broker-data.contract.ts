import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { LoginInput } from "@/server/brokers/broker";
import type { CallableBroker } from "@/server/brokers/broker.contract";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import { accountEventSchema } from "@/shared/schemas/activity";
import {
  type Order,
  optionContractSchema,
  orderSchema,
  type Position,
  positionSchema,
  type ReadingPart,
} from "@/shared/schemas/trading";

/** A broker's side with data in it, that the contract of reading is tried on. */
export interface BrokerDataHarness {
  start(): Promise<CallableBroker>;
  stop(): Promise<void>;
  /** Back to the beginning after each test. */
  reset(): void;
  /** Signs in somebody with shares, short options, and orders and events of both kinds; no challenge. */
  readonly trader: () => LoginInput;
  /** Signs in somebody with at least 500 positions. */
  readonly collector: () => LoginInput;
  /** A stock of the trader's that has options. */
  readonly underlying: string;
  /** From now on every list comes in pages of so many rows. */
  setPageSize(rows: number): void;
  /** From now on replies that bring this part have values of other types. */
  spoil(part: ReadingPart): void;
  /** The parts that the broker gives by calls of their own, by the call that has them. */
  readonly parts: { readonly [Call in "getPositions" | "getOrders" | "getActivity"]: readonly ReadingPart[] };
  /** Requests that reached the broker so far. */
  countRequests(): number;
}

/** What every broker's reading calls must do, whatever its protocol (see `broker.ts`). */
export function describeBrokerDataContract(name: string, harness: BrokerDataHarness): void {
  // Much data is read over real HTTP, maybe on a busy machine.
  vi.setConfig({ testTimeout: 30_000 });
  describe(`broker data contract: ${name}`, () => {
    let broker: CallableBroker;
    beforeAll(async () => {
      broker = await harness.start();
    });
    afterEach(() => harness.reset());
    afterAll(() => harness.stop());

    async function signIn(input: LoginInput): Promise<BrokerSessionSecrets> {
      const step = await broker.startLogin(input);
      if (step.kind !== "connected") throw new Error("The login waits");
      return step.session;
    }

    async function positionsOf(input: LoginInput): Promise<readonly Position[]> {
      const reply = await broker.getPositions?.(await signIn(input), { includeOptions: true });
      expect(reply?.failures ?? []).toEqual([]);
      return reply?.rows ?? [];
    }

    async function ordersBy(session: BrokerSessionSecrets, limit: number): Promise<Order[]> {
      const orders: Order[] = [];
      let cursor: string | undefined;
      for (let page = 0; page === 0 || cursor !== undefined; page += 1) {
        const reply = await broker.getOrders?.(session, {
          limit,
          ...(cursor === undefined ? {} : { cursor }),
        });
        expect(reply?.rows.length ?? 0).toBeLessThanOrEqual(limit);
        orders.push(...(reply?.rows ?? []));
        cursor = reply?.nextCursor ?? undefined;
      }
      return orders;
    }

    it("gives holdings with signed quantities and prices per share", async () => {
      if (broker.getPositions === null) return;
      const rows = await positionsOf(harness.trader());
      for (const row of rows) {
        expect(positionSchema.parse(row)).toEqual(row);
        expect(row.averagePrice).not.toMatch(/^-/);
        if (row.kind === "stock" || row.option === null) continue;
        // A premium per contract would be above the strike of nearly all options.
        expect(Number(row.averagePrice)).toBeLessThan(Number(row.option.strike));
        expect(Number(row.quote?.price)).toBeLessThan(Number(row.option.strike));
      }
      expect(rows.some((row) => row.kind === "stock" && !row.quantity.startsWith("-"))).toBe(true);
      expect(rows.some((row) => row.kind === "option" && row.quantity.startsWith("-"))).toBe(true);
      const [first] = rows;
      if (first === undefined) throw new Error("The trader holds nothing");
      const session = await signIn(harness.trader());
      const some = await broker.getPositions(session, { symbols: [first.symbol], includeOptions: false });
      expect(some.rows).toEqual(rows.filter((row) => row.kind === "stock" && row.symbol === first.symbol));
    });

    it("asks for many positions by list, never one by one", async () => {
      if (broker.getPositions === null) return;
      const before = harness.countRequests();
      const rows = await positionsOf(harness.collector());
      expect(rows.length).toBeGreaterThanOrEqual(500);
      expect(harness.countRequests() - before).toBeLessThan(rows.length / 15);
    });

    it("pages through orders without repeating or losing one, newest first", async () => {
      if (broker.getOrders === null) return;
      const session = await signIn(harness.trader());
      const whole = await ordersBy(session, 5000);
      for (const order of whole) expect(orderSchema.parse(order)).toEqual(order);
      expect(new Set(whole.map((order) => order.orderId)).size).toBe(whole.length);
      const times = whole.map((order) => order.placedAt);
      expect(times).toEqual([...times].sort().reverse());
      expect(whole.length).toBeGreaterThan(10);
      harness.setPageSize(7);
      expect(await ordersBy(session, 10)).toEqual(whole);
      const filled = await broker.getOrders(session, { limit: 5000, status: "filled" });
      expect(filled.rows).toEqual(whole.filter((order) => order.status === "filled"));
    });

    it("refuses a cursor that it did not give", async () => {
      if (broker.getOrders === null) return;
      const session = await signIn(harness.trader());
      await expect(broker.getOrders(session, { limit: 10, cursor: "junk" })).rejects.toMatchObject({
        code: "API_INVALID_REQUEST",
      });
    });

    it("gives events with ids of their own that stay, however long the pages are", async () => {
      if (broker.getActivity === null) return;
      const session = await signIn(harness.trader());
      const { rows, failures } = await broker.getActivity(session, null);
      expect(failures).toEqual([]);
      for (const row of rows) {
        expect(accountEventSchema.parse(row)).toEqual(row);
        if ("quantity" in row) expect(row.quantity).not.toMatch(/^-/);
      }
      const ids = rows.map((row) => row.eventId);
      expect(new Set(ids).size).toBe(ids.length);
      harness.setPageSize(7);
      const again = await broker.getActivity(session, null);
      expect(again.rows.map((row) => row.eventId).sort()).toEqual(ids.sort());
      const recent = await broker.getActivity(session, new Date("2026-11-01T00:00:00Z"));
      expect(rows).toEqual(expect.arrayContaining([...recent.rows]));
    });

    it.each(Object.entries(harness.parts).flatMap(([call, parts]) => parts.map((part) => ({ call, part }))))(
      "names a part that it does not understand and gives the rest: $call, $part",
      async ({ call, part }) => {
        const session = await signIn(harness.trader());
        harness.spoil(part);
        const reply =
          call === "getPositions"
            ? await broker.getPositions?.(session, { includeOptions: true })
            : call === "getOrders"
              ? await broker.getOrders?.(session, { limit: 1000 })
              : await broker.getActivity?.(session, null);
        expect(reply?.failures.map((failure) => failure.part)).toContain(part);
        expect(reply?.failures.every(({ error }) => error.code === "CONN_UNEXPECTED_REPLY")).toBe(true);
        expect(reply?.rows.length).toBeGreaterThan(0);
      },
    );

    it("gives contracts by expiration and right, with prices per share", async () => {
      if (broker.getOptions === null) return;
      const session = await signIn(harness.trader());
      const { underlying } = harness;
      const { rows } = await broker.getOptions(session, { underlying });
      for (const row of rows) expect(optionContractSchema.parse(row)).toEqual(row);
      const expiration = rows[0]?.option.expiration ?? "";
      const calls = await broker.getOptions(session, { underlying, expiration, right: "call" });
      expect(calls.rows.map((row) => row.option)).toEqual(
        rows
          .filter(({ option }) => option.expiration === expiration && option.right === "call")
          .map(({ option }) => option),
      );
      expect(calls.rows.length).toBeGreaterThan(0);
    });

    it("gives facts of the shares that it knows", async () => {
      if (broker.getShareFacts === null) return;
      const session = await signIn(harness.trader());
      const { rows, failures } = await broker.getShareFacts(session, [harness.underlying, "NOSUCH"]);
      expect(failures).toEqual([]);
      expect(rows.map((row) => row.symbol)).toEqual([harness.underlying]);
      expect(rows[0]?.quote?.price).toMatch(/^\d/);
    });
  });
}
