import { expect, it } from "vitest";
import { createConnectionFeed } from "@/server/services/connections/connection-feed";
import { builtLedgers } from "@/server/services/wheel/built-ledgers";
import type { AccountEvent } from "@/shared/schemas/activity";
import { optionTerms } from "@/test/wheel-builders";

const NONE = new Map<string, boolean>();

function sale(changes: Partial<Extract<AccountEvent, { kind: "option_trade" }>> = {}): AccountEvent {
  return {
    kind: "option_trade",
    eventId: "event-1",
    accountNumber: "123456789",
    at: "2026-02-20T15:00:00.000Z",
    side: "sell",
    effect: "open",
    quantity: "1",
    price: "2",
    fees: "0.04",
    orderId: "order-1",
    option: optionTerms(),
    ...changes,
  };
}

it("are built once for the same events and decisions, and anew for any other", async () => {
  const ctx = { feed: createConnectionFeed() };
  const first = await builtLedgers(ctx, "c-1", [sale()], NONE);
  expect(first).toHaveLength(1);
  expect(await builtLedgers(ctx, "c-1", [sale()], NONE)).toBe(first);
  const changed = await builtLedgers(ctx, "c-1", [sale({ fees: "0.05" })], NONE);
  expect(changed).not.toBe(first);
  expect(changed[0]?.cycles[0]?.fees.toFixed()).toBe("0.05");
  const decided = await builtLedgers(ctx, "c-1", [sale({ fees: "0.05" })], new Map([["roll", true]]));
  expect(decided).not.toBe(changed);
});

it("are shared by those who ask at the same time, and by no other process", async () => {
  const ctx = { feed: createConnectionFeed() };
  const [one, other] = await Promise.all([
    builtLedgers(ctx, "c-1", [sale()], NONE),
    builtLedgers(ctx, "c-1", [sale()], NONE),
  ]);
  expect(one).toBe(other);
  expect(await builtLedgers({ feed: createConnectionFeed() }, "c-1", [sale()], NONE)).not.toBe(one);
});

it("are kept of many connections", async () => {
  const ctx = { feed: createConnectionFeed() };
  const build = (id: number) => builtLedgers(ctx, `c-${id}`, [sale()], NONE);
  const first = await build(0);
  for (let id = 1; id < 100; id += 1) {
    await build(id);
  }
  expect(await build(0)).toBe(first);
});
