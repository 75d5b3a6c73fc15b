import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { FlightDetails, FlightRecordKind } from "@/shared/schemas/flight-record";
import { createTestStorage, type TestStorage } from "@/test/test-storage";

const T0 = new Date("2026-03-02T14:30:00.000Z");
const later = (minutes: number) => new Date(T0.getTime() + minutes * 60_000);

let at: TestStorage;

beforeEach(async () => {
  at = await createTestStorage();
});
afterEach(() => at.close());

async function append(
  minute: number,
  kind: FlightRecordKind,
  details: FlightDetails = {},
  connectionId = "c1",
): Promise<void> {
  await at.storage.flightRecords.append({
    connectionId,
    at: later(minute),
    kind,
    flightId: `flight-${minute}`,
    process: "desk-1",
    details,
  });
}

const minutesOf = async (...page: Parameters<typeof at.storage.flightRecords.pageOf>) =>
  (await at.storage.flightRecords.pageOf(...page)).map((line) => (line.at.getTime() - T0.getTime()) / 60_000);

describe("flight records", () => {
  test("come back as they were written", async () => {
    const details = { kind: "read", method: "GET", route: "/accounts/", status: 200, code: null, late: true };
    await append(1, "call", details);
    const [record] = await at.storage.flightRecords.pageOf("c1", 10, null);
    expect(record).toEqual({
      seq: expect.any(Number),
      connectionId: "c1",
      at: later(1),
      kind: "call",
      flightId: "flight-1",
      process: "desk-1",
      details,
    });
  });

  test("of one write come in their order, all or none", async () => {
    const line = (minute: number, text: string) => ({
      connectionId: "c1",
      at: later(minute),
      kind: "call" as const,
      flightId: "flight",
      process: "desk-1",
      details: { text },
    });
    await at.storage.flightRecords.append(line(3, "one"), line(1, "two"), line(2, "three"));
    expect(await minutesOf("c1", 10, null)).toEqual([2, 1, 3]);
    const refused = at.storage.flightRecords.append(line(4, "four"), line(5, "x".repeat(301)));
    await expect(refused).rejects.toThrow();
    expect(await minutesOf("c1", 10, null)).toEqual([2, 1, 3]);
  });

  test("refuse details that are no names and codes", async () => {
    await expect(append(1, "call", { text: "x".repeat(301) })).rejects.toThrow();
    expect(await minutesOf("c1", 10, null)).toEqual([]);
  });

  test("are trimmed to the newest of each connection", async () => {
    for (const minute of [1, 2, 3, 4, 5]) await append(minute, "call");
    for (const minute of [1, 2, 3]) await append(minute, "call", {}, "c2");
    expect(await at.storage.flightRecords.trimEach(3)).toBe(2);
    expect(await minutesOf("c1", 10, null)).toEqual([5, 4, 3]);
    expect(await minutesOf("c2", 10, null)).toEqual([3, 2, 1]);
    expect(await at.storage.flightRecords.trimEach(3)).toBe(0);
  });

  test("are paged newest first, by connection and by kind", async () => {
    for (const minute of [1, 2, 3, 4, 5]) {
      await append(minute, minute % 2 === 0 ? "wait" : "call");
    }
    await append(6, "call", {}, "c2");
    expect(await minutesOf("c1", 2, null)).toEqual([5, 4]);
    const [, fourth] = await at.storage.flightRecords.pageOf("c1", 2, null);
    expect(await minutesOf("c1", 2, fourth?.seq ?? 0)).toEqual([3, 2]);
    expect(await minutesOf("c1", 10, null, ["wait"])).toEqual([4, 2]);
    expect(await minutesOf("c1", 10, fourth?.seq ?? 0, ["wait", "state"])).toEqual([2]);
    expect(await minutesOf("nobody", 10, null)).toEqual([]);
  });

  test("go with their connection, and with age", async () => {
    await append(1, "call");
    await append(2, "call", {}, "c2");
    await append(3, "call", {}, "c2");
    await at.storage.flightRecords.removeOf("c1");
    expect(await minutesOf("c1", 10, null)).toEqual([]);
    expect(await at.storage.flightRecords.removeOlderThan(later(3))).toBe(1);
    expect(await minutesOf("c2", 10, null)).toEqual([3]);
  });
});
