import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { BreakerRecord } from "@/server/storage/records";
import { createTestStorage, type TestStorage } from "@/test/test-storage";

const T0 = new Date("2026-03-02T14:30:00.000Z");
const later = (minutes: number) => new Date(T0.getTime() + minutes * 60_000);

let at: TestStorage;

beforeEach(async () => {
  at = await createTestStorage();
});
afterEach(() => at.close());

describe("request windows", () => {
  test("come back as they were put, the times in their order", async () => {
    expect(await at.storage.requestWindows.get("one")).toBeNull();
    const window = { connectionId: "one", sentAt: [T0.getTime(), T0.getTime() + 1], updatedAt: later(1) };
    await at.storage.requestWindows.put(window);
    expect(await at.storage.requestWindows.get("one")).toEqual(window);
    const empty = { ...window, sentAt: [], updatedAt: later(2) };
    await at.storage.requestWindows.put(empty);
    expect(await at.storage.requestWindows.get("one")).toEqual(empty);
    expect(await at.storage.requestWindows.get("another")).toBeNull();
  });

  test("are made empty by the first who holds them, and left alone by the next", async () => {
    const made = await at.storage.transaction((tx) => tx.requestWindows.hold("one", T0));
    expect(made).toEqual({ connectionId: "one", sentAt: [], updatedAt: T0 });
    await at.storage.requestWindows.put({ ...made, sentAt: [5] });
    expect(await at.storage.transaction((tx) => tx.requestWindows.hold("one", later(1)))).toEqual({
      ...made,
      sentAt: [5],
    });
  });

  test("lose nothing when many hold the same one at once, also the first time", async () => {
    const add = (sentAt: number) =>
      at.storage.transaction(async (tx) => {
        const held = await tx.requestWindows.hold("one", T0);
        await tx.requestWindows.put({ ...held, sentAt: [...held.sentAt, sentAt] });
      });
    const times = Array.from({ length: 20 }, (_, index) => index);
    await Promise.all(times.map(add));
    const kept = (await at.storage.requestWindows.get("one"))?.sentAt ?? [];
    expect(kept.toSorted((one, other) => one - other)).toEqual(times);
  });

  test("are replaced only where nobody was faster", async () => {
    const seen = { connectionId: "one", sentAt: [T0.getTime()], updatedAt: T0 };
    const next = { ...seen, sentAt: [T0.getTime(), T0.getTime() + 5], updatedAt: later(1) };
    expect(await at.storage.requestWindows.replace(seen, next)).toBe(false);
    expect(await at.storage.requestWindows.get("one")).toBeNull();
    await at.storage.requestWindows.put(seen);
    const tries = Array.from({ length: 10 }, () => at.storage.requestWindows.replace(seen, next));
    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
    expect(await at.storage.requestWindows.get("one")).toEqual(next);
    expect(await at.storage.requestWindows.replace(seen, { ...seen, sentAt: [] })).toBe(false);
    expect(await at.storage.requestWindows.get("one")).toEqual(next);
  });

  test("that nobody used since a time are removed", async () => {
    await at.storage.requestWindows.put({ connectionId: "old", sentAt: [1], updatedAt: T0 });
    await at.storage.requestWindows.put({ connectionId: "new", sentAt: [2], updatedAt: later(5) });
    expect(await at.storage.requestWindows.removeOlderThan(later(5))).toBe(1);
    expect(await at.storage.requestWindows.get("old")).toBeNull();
    expect((await at.storage.requestWindows.get("new"))?.sentAt).toEqual([2]);
  });
});

describe("breakers", () => {
  const open: BreakerRecord = {
    key: "robinhood api.robinhood.com read",
    failures: 5,
    trips: 2,
    openUntil: later(1),
    probeToken: "probe-1",
    probeUntil: later(3),
    updatedAt: T0,
  };

  test("come back as they were put, and in the order of their keys", async () => {
    expect(await at.storage.breakers.get(open.key)).toBeNull();
    const closed = { ...open, key: "another", openUntil: null, probeToken: null, probeUntil: null };
    await at.storage.breakers.put(open);
    await at.storage.breakers.put(closed);
    expect(await at.storage.breakers.get(open.key)).toEqual(open);
    expect(await at.storage.breakers.list()).toEqual([closed, open]);
    await at.storage.breakers.put({ ...open, trips: 3 });
    expect(await at.storage.breakers.get(open.key)).toEqual({ ...open, trips: 3 });
  });

  test("are made closed by the first who holds them, and left alone by the next", async () => {
    const made = await at.storage.transaction((tx) => tx.breakers.hold(open.key, T0));
    expect(made).toEqual({
      key: open.key,
      failures: 0,
      trips: 0,
      openUntil: null,
      probeToken: null,
      probeUntil: null,
      updatedAt: T0,
    });
    await at.storage.breakers.put(open);
    expect(await at.storage.transaction((tx) => tx.breakers.hold(open.key, later(9)))).toEqual(open);
  });

  test("count every failure of many at once", async () => {
    const fail = () =>
      at.storage.transaction(async (tx) => {
        const held = await tx.breakers.hold(open.key, T0);
        await tx.breakers.put({ ...held, failures: held.failures + 1 });
      });
    await Promise.all(Array.from({ length: 20 }, fail));
    expect((await at.storage.breakers.get(open.key))?.failures).toBe(20);
  });
});
