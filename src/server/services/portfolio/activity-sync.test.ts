import { describe, expect, it } from "vitest";
import {
  type ActivitySync,
  fullReadAt,
  readSince,
  withGaps,
} from "@/server/services/portfolio/activity-sync";
import type { AccountEvent } from "@/shared/schemas/activity";
import type { PartProvenance } from "@/shared/schemas/trading";

const NOW = new Date("2026-03-10T12:00:00.000Z");
const HOUR_MS = 3_600_000;
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * HOUR_MS).toISOString();

function part(asOf: string | null, given: Partial<PartProvenance> = {}): PartProvenance {
  return {
    part: "stock_orders",
    source: "robinhood",
    state: asOf === null ? "failed" : "fresh",
    asOf,
    errorCode: null,
    ...given,
  };
}

function sync(fullHoursAgo: number, ...readAt: (string | null)[]): ActivitySync {
  const rows = [{ fullReadAt: hoursAgo(fullHoursAgo) }];
  return { rows, nextCursor: null, parts: readAt.map((asOf) => part(asOf)), triedAt: NOW };
}

function eventAt(at: string): AccountEvent {
  return {
    kind: "stock_trade",
    eventId: "e",
    accountNumber: "1",
    at,
    side: "buy",
    quantity: "1",
    price: "1",
    fees: null,
    orderId: "o",
    symbol: "ACME",
  };
}

const since = (given: ActivitySync | null, events: AccountEvent[], wish: "cached" | "fresh" = "cached") =>
  readSince(given, events, NOW, wish)?.toISOString() ?? null;

describe("from when on events are read", () => {
  const recent = [eventAt(hoursAgo(100)), eventAt(hoursAgo(20))];

  it("is three days before the newest event", () => {
    expect(since(sync(24, hoursAgo(1)), recent)).toBe(hoursAgo(20 + 72));
  });

  it("is three days before the last time at which every part could be read, where that is earlier", () => {
    expect(since(sync(24, hoursAgo(1), hoursAgo(50)), recent)).toBe(hoursAgo(50 + 72));
    expect(since(sync(24, hoursAgo(1)), [eventAt("2026-04-01T00:00:00.000Z")])).toBe(hoursAgo(1 + 72));
  });

  it("is ever where nothing is known, and again after a week", () => {
    expect(since(null, recent)).toBeNull();
    expect(since(sync(24, hoursAgo(1)), [])).toBeNull();
    expect(since(sync(168, hoursAgo(1)), recent)).toBeNull();
    expect(fullReadAt(null)).toEqual(new Date(0));
  });

  it("is ever where a part was never read, at most every ten minutes unless it is wished", () => {
    expect(since(sync(1 / 6, hoursAgo(1), null), recent)).toBeNull();
    expect(since(sync(0.1, hoursAgo(1), null), recent)).toBe(hoursAgo(20 + 72));
    expect(since(sync(0.1, hoursAgo(1), null), recent, "fresh")).toBeNull();
  });
});

it("a part that was never read whole is not fresh after a reading of the last days", () => {
  const never = part(null, { part: "splits", errorCode: "CONN_TIMEOUT" });
  const known = part(hoursAgo(2), { part: "dividends" });
  const read = [
    part(hoursAgo(0), { part: "splits" }),
    part(hoursAgo(0), { part: "dividends" }),
    part(hoursAgo(0)),
    part(null, { part: "contracts", errorCode: "API_RATE_LIMITED" }),
  ];
  expect(withGaps(read, [never, known])).toEqual([never, ...read.slice(1)]);
});
