import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { HistoryChunkRecord } from "@/server/storage/trading-records";
import { buildConnection, buildUser } from "@/test/builders";
import { createTestStorage, type TestStorage } from "@/test/test-storage";

const T0 = new Date("2026-03-02T14:30:00.000Z");
const T1 = new Date("2026-03-02T14:31:00.000Z");

let at: TestStorage;
let ownerId: string;
let connectionId: string;

beforeEach(async () => {
  at = await createTestStorage();
  const owner = buildUser();
  await at.storage.users.create(owner);
  ownerId = owner.id;
  const connection = buildConnection({ ownerId });
  await at.storage.connections.create(connection);
  connectionId = connection.id;
});
afterEach(() => at.close());

function chunk(given: Partial<HistoryChunkRecord> = {}): HistoryChunkRecord {
  return {
    id: "chunk-1",
    connectionId,
    ownerId,
    kind: "activity",
    period: "2026-03",
    ciphertext: "v1.first",
    version: 1,
    updatedAt: T0,
    ...given,
  };
}

describe("months of history", () => {
  test("come back as they were added, by kind and oldest first", async () => {
    const { historyChunks } = at.storage;
    expect(await historyChunks.get(connectionId, "activity", "2026-03")).toBeNull();
    const march = chunk();
    const january = chunk({ id: "chunk-2", period: "2026-01" });
    const values = chunk({ id: "chunk-3", kind: "daily_values" });
    for (const each of [march, january, values]) expect(await historyChunks.add(each)).toBe(true);
    expect(await historyChunks.get(connectionId, "activity", "2026-03")).toEqual(march);
    expect(await historyChunks.listOf(connectionId, "activity")).toEqual([january, march]);
    expect(await historyChunks.listOf(connectionId, "daily_values")).toEqual([values]);
    expect(await historyChunks.listOf("another", "activity")).toEqual([]);
  });

  test("are begun by the first alone", async () => {
    const { historyChunks } = at.storage;
    const added = await Promise.all(
      ["one", "two", "three"].map((id) => historyChunks.add(chunk({ id, ciphertext: id }))),
    );
    expect(added.filter(Boolean)).toHaveLength(1);
    const [kept] = await historyChunks.listOf(connectionId, "activity");
    expect(kept?.ciphertext).toBe(kept?.id);
  });

  test("are replaced only by who has read them last", async () => {
    const { historyChunks } = at.storage;
    await historyChunks.add(chunk());
    const writes = ["one", "two"].map((ciphertext) =>
      historyChunks.replace("chunk-1", 1, { ciphertext, updatedAt: T1 }),
    );
    expect((await Promise.all(writes)).filter(Boolean)).toHaveLength(1);
    expect(await historyChunks.get(connectionId, "activity", "2026-03")).toMatchObject({
      ciphertext: expect.stringMatching(/^(one|two)$/),
      version: 2,
      updatedAt: T1,
    });
    expect(await historyChunks.replace("chunk-1", 2, { ciphertext: "x", updatedAt: T1 })).toBe(true);
    expect(await historyChunks.replace("no such", 1, { ciphertext: "x", updatedAt: T1 })).toBe(false);
  });
});

describe("words about rolls", () => {
  const said = { rollId: "roll-1", joined: true, decidedAt: T0 };

  test("replace one another and can be taken back", async () => {
    const { rollDecisions } = at.storage;
    await rollDecisions.put({ connectionId, ...said });
    await rollDecisions.put({ connectionId, ...said, joined: false, decidedAt: T1 });
    await rollDecisions.put({ connectionId, ...said, rollId: "roll-0" });
    expect(await rollDecisions.listOf(connectionId)).toEqual([
      { connectionId, ...said, rollId: "roll-0" },
      { connectionId, ...said, joined: false, decidedAt: T1 },
    ]);
    await rollDecisions.remove(connectionId, "roll-1");
    await rollDecisions.remove(connectionId, "roll-1");
    expect((await rollDecisions.listOf(connectionId)).map(({ rollId }) => rollId)).toEqual(["roll-0"]);
  });
});

test("history and words go with their connection", async () => {
  const { historyChunks, rollDecisions, connections } = at.storage;
  await historyChunks.add(chunk());
  await rollDecisions.put({ connectionId, rollId: "roll-1", joined: true, decidedAt: T0 });
  await connections.remove(connectionId);
  expect(await historyChunks.listOf(connectionId, "activity")).toEqual([]);
  expect(await rollDecisions.listOf(connectionId)).toEqual([]);
});

describe("dismissals", () => {
  test("replace one another, are their person's own and can be taken back", async () => {
    const { attentionDismissals } = at.storage;
    const other = buildUser();
    await at.storage.users.create(other);
    const dismissal = { ownerId, key: "expiring c-1", stance: "5 days", dismissedAt: T0 };
    await attentionDismissals.put(dismissal);
    await attentionDismissals.put({ ...dismissal, stance: "4 days", dismissedAt: T1 });
    await attentionDismissals.put({ ...dismissal, ownerId: other.id });
    expect(await attentionDismissals.listOf(ownerId)).toEqual([
      { ...dismissal, stance: "4 days", dismissedAt: T1 },
    ]);
    await attentionDismissals.remove(ownerId, dismissal.key);
    expect(await attentionDismissals.listOf(ownerId)).toEqual([]);
    expect(await attentionDismissals.listOf(other.id)).toHaveLength(1);
  });
});

test("preferences are kept by name, the last one", async () => {
  const { preferences } = at.storage;
  expect(await preferences.get(ownerId, "attention")).toBeNull();
  await preferences.put(ownerId, "attention", '{"days":7}', T0);
  await preferences.put(ownerId, "attention", '{"days":5}', T1);
  await preferences.put(ownerId, "columns", "[]", T0);
  expect(await preferences.get(ownerId, "attention")).toBe('{"days":5}');
  expect(await preferences.get("another", "attention")).toBeNull();
});

test("a calendar has one address at a time, which knows when it was last read", async () => {
  const { calendarFeeds } = at.storage;
  const feed = { ownerId, tokenHash: "hash-1", createdAt: T0, lastReadAt: null };
  expect(await calendarFeeds.ofOwner(ownerId)).toBeNull();
  await calendarFeeds.put(feed);
  await calendarFeeds.noteRead(ownerId, T1);
  expect(await calendarFeeds.byTokenHash("hash-1")).toEqual({ ...feed, lastReadAt: T1 });
  await calendarFeeds.put({ ...feed, tokenHash: "hash-2", createdAt: T1 });
  expect(await calendarFeeds.byTokenHash("hash-1")).toBeNull();
  expect(await calendarFeeds.ofOwner(ownerId)).toEqual({ ...feed, tokenHash: "hash-2", createdAt: T1 });
  await calendarFeeds.remove(ownerId);
  expect(await calendarFeeds.byTokenHash("hash-2")).toBeNull();
});
