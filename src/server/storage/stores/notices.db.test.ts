import { afterAll, beforeAll, expect, it } from "vitest";
import type { NoticeDeliveryRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import { buildConnection, buildUser } from "@/test/builders";
import { createTestStorage, type TestStorage } from "@/test/test-storage";

const NOW = new Date("2026-03-02T14:30:00.000Z");
const inSeconds = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

let test: TestStorage;
let count = 0;
const owner = buildUser();
const connection = buildConnection({ ownerId: owner.id });

beforeAll(async () => {
  test = await createTestStorage();
  await test.storage.users.create(owner);
  await test.storage.connections.create(connection);
});
afterAll(() => test.close());

async function addChannel(): Promise<string> {
  const id = `channel-${++count}`;
  await test.storage.noticeChannels.create({
    id,
    ownerId: owner.id,
    kind: "webhook",
    label: "Hook",
    ciphertext: "v1.made-up",
    secretCipher: null,
    maskedTarget: "example.com",
    kinds: ["needs_person"],
    quietHours: null,
    enabled: true,
    lastDeliveredAt: null,
    lastFailedAt: null,
    lastErrorCode: null,
    createdAt: NOW,
    updatedAt: NOW,
  });
  return id;
}

async function addDelivery(
  channelId: string,
  given: Partial<NoticeDeliveryRecord> = {},
  storage: StorageTx = test.storage,
): Promise<NoticeDeliveryRecord> {
  const noticeId = `notice-${++count}`;
  const seq = await storage.notices.create({
    id: noticeId,
    ownerId: owner.id,
    kind: "needs_person",
    connectionId: connection.id,
    label: "Main",
    broker: "robinhood",
    errorCode: null,
    nextAction: null,
    deadlineAt: null,
    dedupeKey: noticeId,
    createdAt: NOW,
    readAt: null,
    resolvedAt: null,
  });
  const delivery: NoticeDeliveryRecord = {
    id: `delivery-${++count}`,
    noticeId,
    channelId,
    lineKey: channelId,
    noticeSeq: seq ?? 0,
    status: "pending",
    attempts: 0,
    nextAttemptAt: NOW,
    leaseToken: null,
    leaseUntil: null,
    errorCode: null,
    createdAt: NOW,
    endedAt: null,
    ...given,
  };
  await storage.noticeDeliveries.create(delivery);
  return delivery;
}

it("gives the first of each line when it is due, and tells when the next is", async () => {
  const deliveries = test.storage.noticeDeliveries;
  expect(await deliveries.nextDue()).toBeNull();
  const [early, late, leased] = [await addChannel(), await addChannel(), await addChannel()];
  await addDelivery(early, { status: "delivered", endedAt: NOW });
  const first = await addDelivery(early);
  await addDelivery(early);
  await addDelivery(late, { nextAttemptAt: inSeconds(60) });
  await addDelivery(late);
  await addDelivery(leased, { leaseToken: "x", leaseUntil: inSeconds(30) });
  await addDelivery(leased);
  expect((await deliveries.due(NOW, 10)).map(({ id }) => id)).toEqual([first.id]);
  expect(await deliveries.due(inSeconds(30), 10)).toHaveLength(2);
  expect(await deliveries.due(inSeconds(60), 10)).toHaveLength(3);
  expect(await deliveries.due(inSeconds(60), 1)).toHaveLength(1);
  expect(await deliveries.nextDue()).toEqual(NOW);
  expect(await deliveries.takeLease(first, "mine", inSeconds(120))).toBe(true);
  // Neither what is leased nor what waits behind another wakes the worker too early.
  expect(await deliveries.nextDue()).toEqual(inSeconds(30));
  const settled = { status: "dead", attempts: 1, nextAttemptAt: NOW, errorCode: null, endedAt: NOW } as const;
  expect(await deliveries.settle(first.id, "another", settled)).toBe(false);
  expect(await deliveries.settle(first.id, "mine", settled)).toBe(true);
  expect(await deliveries.settle(first.id, "mine", settled)).toBe(false);
  expect(await deliveries.countOf(early)).toEqual({ pending: 1, dead: 1 });
  expect(await deliveries.removeEndedOlderThan(inSeconds(1))).toBe(2);
  for (const id of [early, late, leased]) expect(await test.storage.noticeChannels.remove(id)).toBe(true);
  expect(await deliveries.nextDue()).toBeNull();
});

it("finds more lines than one statement takes", async () => {
  const channels: string[] = [];
  for (let index = 0; index < 3; index += 1) channels.push(await addChannel());
  for (let start = 0; start < 510; start += 102) {
    await test.storage.transaction(async (tx) => {
      for (let index = start; index < start + 102; index += 1) {
        const channelId = channels[index % 3] ?? "";
        await addDelivery(channelId, { lineKey: `${channelId}:${index}` }, tx);
      }
    });
  }
  const due = await test.storage.noticeDeliveries.due(NOW, 1000);
  expect(due).toHaveLength(510);
  expect(due.map(({ noticeSeq }) => noticeSeq)).toEqual(
    due.map(({ noticeSeq }) => noticeSeq).toSorted((a, b) => a - b),
  );
}, 60_000);

it("writes a notice once for its key", async () => {
  const { notices } = test.storage;
  const [first] = await notices.listOf(owner.id, 1, null);
  if (first === undefined) throw new Error("there is no notice");
  const { seq, ...notice } = first;
  expect(await notices.create({ ...notice, id: "again" })).toBeNull();
  expect(await notices.ofOwner(owner.id, first.id)).toEqual(first);
  expect(await notices.ofOwner("somebody else", first.id)).toBeNull();
  expect((await notices.listOf(owner.id, 1, seq))[0]?.seq).toBeLessThan(seq);
});
