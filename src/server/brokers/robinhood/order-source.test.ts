import { expect, it } from "vitest";
import { BrokerError } from "@/server/brokers/broker-error";
import type { ListPage } from "@/server/brokers/robinhood/list-reading";
import {
  decodeOrderCursor,
  encodeOrderCursor,
  type OrderPlace,
} from "@/server/brokers/robinhood/order-cursor";
import { OrderSource } from "@/server/brokers/robinhood/order-source";

interface Row {
  readonly id: string;
}

const beginning: OrderPlace = { cursor: null, after: null, within: false };

/** A list whose pages are counted from its beginning, so that a new order pushes all others back. */
function countedPages(ids: () => readonly string[], size: number) {
  return async (cursor: string | null): Promise<ListPage<Row>> => {
    const start = Number(cursor ?? 0);
    const rows = ids().slice(start, start + size);
    const next = start + size < ids().length ? `/orders/?cursor=${start + size}` : null;
    return { rows: rows.map((id) => ({ id })), error: null, next };
  };
}

async function take(source: OrderSource<Row>, count: number): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count) {
    const row = await source.peek();
    if (row === null) break;
    source.take(row);
    ids.push(row.id);
  }
  return ids;
}

const letters = [..."abcdefghij"];

it.each([1, 2, 3, 4, 7, 10, 20])("gives each order once, %i a page", async (size) => {
  const read = countedPages(() => letters, size);
  for (const step of [1, 2, 3, 5, 10]) {
    const seen: string[] = [];
    let place: OrderPlace | null = beginning;
    while (place !== null) {
      const source: OrderSource<Row> = new OrderSource(place, read);
      seen.push(...(await take(source, step)));
      place = source.place;
    }
    expect(seen).toEqual(letters);
  }
});

it.each([
  [4, 2],
  [4, 3],
  [4, 4],
  [3, 5],
  [2, 1],
])(
  "neither repeats nor drops one when orders come in meanwhile: %i a page, %i a call",
  async (size, step) => {
    let all = [...letters];
    const read = countedPages(() => all, size);
    const seen: string[] = [];
    let place: OrderPlace | null = beginning;
    for (let call = 0; place !== null; call += 1) {
      const source: OrderSource<Row> = new OrderSource(place, read);
      seen.push(...(await take(source, step)));
      place = source.place;
      all = [`new-${call}`, ...all];
    }
    expect(seen).toEqual(letters);
  },
);

it("says that the order to go on after is gone", async () => {
  const source = new OrderSource(
    { cursor: null, after: "x", within: true },
    countedPages(() => letters, 4),
  );
  await expect(source.peek()).rejects.toMatchObject({ code: "API_INVALID_REQUEST" });
});

it("pauses after ten pages and goes on there", async () => {
  const many = Array.from({ length: 25 }, (_, index) => `order-${index}`);
  const read = countedPages(() => many, 1);
  const source = new OrderSource(beginning, read);
  expect(await take(source, 100)).toEqual(many.slice(0, 10));
  expect(source.isPaused).toBe(true);
  expect(await take(new OrderSource(source.place, read), 100)).toEqual(many.slice(10, 20));
});

it("stays where it was after a failure, and takes nothing before it looked", async () => {
  const failure = new BrokerError("CONN_TIMEOUT", {
    step: "orders",
    safeToRepeat: true,
    countsAgainstLogin: false,
  });
  const source = new OrderSource<Row>(beginning, () => Promise.reject(failure));
  source.take({ id: "a" });
  expect(await source.peek()).toBeNull();
  expect(source).toMatchObject({ isPaused: false, place: beginning, reading: { rows: [], error: failure } });
  const ended = new OrderSource<Row>(null, () => Promise.reject(failure));
  expect(await ended.peek()).toBeNull();
  expect(ended.reading).toEqual({ rows: [], error: null });
});

it.each(["/orders/", `/orders/?cursor=${"x".repeat(301)}`])(
  "does not understand a page after %s",
  async (next) => {
    const source = new OrderSource<Row>(beginning, async () => ({ rows: [{ id: "a" }], error: null, next }));
    expect(await source.peek()).toBeNull();
    expect(source.reading.error?.code).toBe("CONN_UNEXPECTED_REPLY");
  },
);

it("keeps a cursor short, and refuses one that it did not give", () => {
  const place = { cursor: "c".repeat(80), after: "5ad4f007-cdfa-42dd-9b94-7c981b8bbbc2", within: true };
  const text = encodeOrderCursor({ stock: place, option: place }) ?? "";
  expect(decodeOrderCursor(text)).toEqual({ stock: place, option: place });
  expect(text.length).toBeLessThan(600);
  expect(encodeOrderCursor({ stock: null, option: null })).toBeNull();
  for (const junk of ["", "junk", Buffer.from("{}").toString("base64url")]) {
    expect(() => decodeOrderCursor(junk)).toThrow(expect.objectContaining({ code: "API_INVALID_REQUEST" }));
  }
});
