import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { deliverNotices } from "@/server/services/notices/deliver-notices";
import { deliverOne } from "@/server/services/notices/deliver-one";
import { MAX_TRIES } from "@/server/services/notices/delivery-backoff";
import { raiseNotice } from "@/server/services/notices/raise-notice";
import { systemContext } from "@/server/services/system-context";
import type { ConnectionRecord, UserRecord } from "@/server/storage/records";
import type { QuietHours, SubscribableKind } from "@/shared/schemas/notice";
import { buildConnection } from "@/test/builders";
import { eventually } from "@/test/eventually";
import { type NoticeReceiver, startNoticeReceiver } from "@/test/notice-receiver";
import { createTestInstall, type TestInstall } from "@/test/test-install";
import { createTestStorage, type TestStorage } from "@/test/test-storage";

const ALL: SubscribableKind[] = ["needs_person", "deadline_ahead", "connected_again", "login_locked"];
const HOUR_MS = 3_600_000;

let receiver: NoticeReceiver;
let storage: TestStorage;
let install: TestInstall;
let other: TestInstall;
let owner: UserRecord;
let connection: ConnectionRecord;
let count = 0;

beforeAll(async () => {
  storage = await createTestStorage();
});
afterAll(() => storage.close());

beforeEach(async () => {
  receiver = await startNoticeReceiver();
  const shared = { storage, noticePrivateHosts: [receiver.host] };
  install = await createTestInstall(shared);
  other = await createTestInstall({ ...shared, sandbox: install.sandbox, process: "test-2" });
  owner = await install.addPerson();
  connection = buildConnection({ ownerId: owner.id, label: "Main", nextAction: "sign_in_again" });
  await storage.storage.connections.create(connection);
});
afterEach(async () => {
  await storage.storage.noticeChannels
    .listOf(owner.id)
    .then((all) => Promise.all(all.map(({ id }) => storage.storage.noticeChannels.remove(id))));
  await other.close();
  await install.close();
  await receiver.close();
});

async function addHook(quietHours: QuietHours | null = null, kinds = ALL): Promise<string> {
  const caller = await install.callerOf(owner);
  const target = { kind: "webhook" as const, url: receiver.url };
  return (await caller.notices.addChannel({ label: "Hook", target, kinds, quietHours })).channel.id;
}

const raise = (
  kind: Exclude<SubscribableKind, "attention">,
  deadlineAt: Date | null = null,
  of = connection,
) =>
  storage.storage.transaction((tx) =>
    raiseNotice(install.services, tx, of, { kind, deadlineAt, dedupeKey: `${kind}:${++count}` }),
  );
const mend = () => storage.storage.notices.resolve(connection.id, install.clock.now());
const deliver = (at = install) => deliverNotices(systemContext(at.services));
const inHours = (hours: number) => new Date(install.clock.now().getTime() + hours * HOUR_MS);
const told = () => receiver.received.map(({ body }) => (JSON.parse(body) as { type: string }).type.slice(7));
const ids = () => receiver.received.map(({ headers }) => headers["webhook-id"]);
const channel = async () => (await (await install.callerOf(owner)).notices.channels()).channels[0];

describe("deliverNotices", () => {
  it("sends in the order of the line, once, and has nothing left", async () => {
    await addHook();
    await raise("needs_person");
    await raise("deadline_ahead", inHours(1));
    await raise("connected_again");
    expect(await deliver()).toBeNull();
    expect(told()).toEqual(["needs_person", "deadline_ahead", "connected_again"]);
    expect(receiver.received[0]?.body).toContain(`/settings/connections/${connection.id}`);
    expect(receiver.received[0]?.body).toContain('Robinhood \\"Main\\" needs you');
    expect(await channel()).toMatchObject({ waiting: 0, dead: 0, lastErrorCode: null });
    expect((await channel())?.lastDeliveredAt).toBe(install.clock.now().toISOString());
    expect(await deliver()).toBeNull();
    expect(receiver.received).toHaveLength(3);
  });

  it("sends each exactly once when two processes deliver at the same time", async () => {
    const connections = Array.from({ length: 12 }, () => buildConnection({ ownerId: owner.id }));
    await addHook();
    for (const one of connections) {
      await storage.storage.connections.create(one);
      await raise("needs_person", null, one);
      await raise("connected_again", null, one);
    }
    await Promise.all([deliver(install), deliver(other), deliver(install), deliver(other)]);
    await deliver();
    expect(new Set(ids()).size).toBe(24);
    expect(receiver.received).toHaveLength(24);
    for (const one of connections) {
      const ofLine = receiver.received.filter(({ body }) => body.includes(`"${one.id}"`));
      expect(ofLine.map(({ body }) => body.includes("notice.needs_person"))).toEqual([true, false]);
    }
  });

  it("sends again, with the same id, what a process had in hand when it died", async () => {
    await addHook();
    await raise("needs_person");
    const [due] = await storage.storage.noticeDeliveries.due(install.clock.now(), 10);
    if (due === undefined) throw new Error("nothing is due");
    const until = new Date(install.clock.now().getTime() + 120_000);
    expect(await storage.storage.noticeDeliveries.takeLease(due, "dead-process", until)).toBe(true);
    expect(await storage.storage.noticeDeliveries.takeLease(due, "another", until)).toBe(false);
    const counted = { attempts: 1, nextAttemptAt: until };
    expect(await storage.storage.noticeDeliveries.countTry(due.id, "another", counted)).toBe(false);
    expect(await storage.storage.noticeDeliveries.countTry(due.id, "dead-process", counted)).toBe(true);
    expect(await deliver()).toEqual(until);
    expect(receiver.received).toHaveLength(0);
    install.advance(121);
    await deliver();
    expect(ids()).toEqual([due.id]);
    expect(await storage.storage.noticeDeliveries.byId(due.id)).toMatchObject({
      status: "delivered",
      attempts: 2,
      leaseToken: null,
    });
  });

  it("gives up what ends the process at each try, without trying it once more", async () => {
    const channelId = await addHook();
    await raise("needs_person");
    await raise("deadline_ahead", inHours(400));
    let tries = 0;
    // For a process that dies in the middle of sending, no answer ever comes.
    const sender = { ...install.services.sender, send: () => new Promise<never>(() => {}) };
    const dying = systemContext({ ...install.services, sender });
    for (const { noticeDeliveries } = storage.storage; tries < MAX_TRIES; install.advance(6 * 3600)) {
      const [due] = await noticeDeliveries.due(install.clock.now(), 1);
      if (due === undefined) throw new Error("nothing is due");
      tries += 1;
      void deliverOne(dying, due);
      await eventually(async () => {
        expect(await noticeDeliveries.byId(due.id)).toMatchObject({ attempts: tries });
      });
      expect((await deliver())?.getTime()).toBeGreaterThan(install.clock.now().getTime());
    }
    await deliver();
    expect(told()).toEqual(["deadline_ahead"]);
    expect(await channel()).toMatchObject({ waiting: 0, dead: 1 });
    expect((await install.events()).at(-1)).toMatchObject({
      eventType: "NOTICE_UNDELIVERED",
      targetId: channelId,
      details: { tries: MAX_TRIES, code: "NOTICE_UNDELIVERED" },
    });
  });

  it("writes nothing when its lease lapsed while it sent and another process has it", async () => {
    await addHook();
    await raise("needs_person");
    const [due] = await storage.storage.noticeDeliveries.due(install.clock.now(), 10);
    let isFirst = true;
    receiver.beforeAnswer(async () => {
      if (!isFirst) return;
      isFirst = false;
      other.clock.advance(121_000);
      await deliver(other);
    });
    await deliver();
    expect(ids()).toEqual([due?.id, due?.id]);
    expect(await storage.storage.noticeDeliveries.byId(due?.id ?? "")).toMatchObject({
      status: "delivered",
      attempts: 2,
    });
  });

  it("tries again with growing pauses, holds the line, and obeys the receiver's wish", async () => {
    await addHook();
    await raise("needs_person");
    await raise("deadline_ahead", inHours(20));
    receiver.answer(503);
    const first = await deliver();
    const waitMs = (first?.getTime() ?? 0) - install.clock.now().getTime();
    expect(waitMs).toBeGreaterThanOrEqual(24_000);
    expect(waitMs).toBeLessThanOrEqual(30_000);
    expect(await channel()).toMatchObject({ waiting: 2, lastErrorCode: "NOTICE_UNDELIVERED" });
    expect((await (await install.callerOf(owner)).notices.unread()).troubledChannels).toBe(1);
    receiver.answer(429, { "retry-after": "600" });
    install.advance(30);
    expect(await deliver()).toEqual(new Date(install.clock.now().getTime() + 600_000));
    receiver.answer(204);
    install.advance(599);
    await deliver();
    expect(receiver.received).toHaveLength(2);
    install.advance(1);
    await deliver();
    expect(told()).toEqual(["needs_person", "needs_person", "needs_person", "deadline_ahead"]);
    expect(new Set(ids().slice(0, 3)).size).toBe(1);
    expect(await channel()).toMatchObject({ waiting: 0, lastErrorCode: null });
  });

  it("gives up after all tries, says so, goes on with the line, and tries again when asked", async () => {
    const channelId = await addHook();
    await raise("needs_person");
    receiver.answer(500);
    for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
      expect(await channel()).toMatchObject({ waiting: 1, dead: 0 });
      await deliver();
      install.advance(6 * 3600);
    }
    expect(receiver.received).toHaveLength(MAX_TRIES);
    expect(await channel()).toMatchObject({ waiting: 0, dead: 1, lastErrorCode: "NOTICE_UNDELIVERED" });
    expect((await install.events()).at(-1)).toMatchObject({
      eventType: "NOTICE_UNDELIVERED",
      outcome: "failure",
      user: owner.email,
      targetId: channelId,
      interface: "system",
      details: { kind: "webhook", label: "Hook", tries: MAX_TRIES, code: "NOTICE_UNDELIVERED" },
    });
    receiver.answer(204);
    await raise("login_locked", inHours(1));
    await deliver();
    expect(told().at(-1)).toBe("login_locked");
    const revived = await (await install.callerOf(owner)).notices.retryDead({ channelId });
    expect(revived).toMatchObject({ waiting: 1, dead: 0 });
    await deliver();
    expect(told().at(-1)).toBe("needs_person");
  });

  it("gives up at once what is refused, and does not let it block the next", async () => {
    await addHook();
    await raise("needs_person");
    await raise("deadline_ahead", inHours(1));
    receiver.answer(410);
    receiver.beforeAnswer(async () => receiver.answer(204));
    expect(await deliver()).toBeNull();
    expect(told()).toEqual(["needs_person", "deadline_ahead"]);
    expect(await channel()).toMatchObject({ waiting: 0, dead: 1 });
  });

  it("tells neither what was mended before it was sent nor that it is well again", async () => {
    await addHook();
    await raise("needs_person");
    await mend();
    await raise("connected_again");
    expect(await deliver()).toBeNull();
    expect(told()).toEqual([]);
    // What a process may have sent before it died is followed by the good news.
    await raise("needs_person");
    const [due] = await storage.storage.noticeDeliveries.due(install.clock.now(), 10);
    if (due === undefined) throw new Error("nothing is due");
    await storage.storage.noticeDeliveries.takeLease(due, "dead-process", inHours(0.01));
    const counted = { attempts: 1, nextAttemptAt: inHours(0.01) };
    await storage.storage.noticeDeliveries.countTry(due.id, "dead-process", counted);
    await mend();
    await raise("connected_again");
    install.advance(60);
    await deliver();
    expect(told()).toEqual(["connected_again"]);
  });

  it("tells good news to a channel that wants nothing else, and nothing that it does not want any more", async () => {
    const channelId = await addHook(null, ["connected_again"]);
    await raise("needs_person");
    await raise("connected_again");
    await deliver();
    expect(told()).toEqual(["connected_again"]);
    await raise("connected_again");
    await (await install.callerOf(owner)).notices.changeChannel({ channelId, kinds: ["login_locked"] });
    await deliver();
    expect(receiver.received).toHaveLength(1);
    expect(await channel()).toMatchObject({ waiting: 0 });
  });

  it("keeps the night quiet, but for what can't wait, which takes along what waits before it", async () => {
    // 14:30 UTC is 09:30 in New York.
    await addHook({ from: "09:00", to: "11:00", timeZone: "America/New_York" });
    await raise("needs_person");
    expect(await deliver()).toEqual(inHours(1.5));
    await raise("deadline_ahead", inHours(5));
    await raise("login_locked", inHours(1));
    expect(await deliver()).toEqual(inHours(1.5));
    expect(told()).toEqual([]);
    await raise("deadline_ahead", inHours(1));
    await deliver();
    expect(told()).toEqual(["needs_person", "deadline_ahead", "login_locked", "deadline_ahead"]);
    expect(receiver.received[3]?.body).toContain("10:30 EST");
    await raise("connected_again");
    await deliver();
    expect(receiver.received).toHaveLength(4);
    install.advance(1.5 * 3600);
    await deliver();
    expect(told().at(-1)).toBe("connected_again");
  });

  it("holds what waits for a channel that is switched off, a day at most", async () => {
    const channelId = await addHook();
    const { notices } = await install.callerOf(owner);
    await raise("needs_person");
    await notices.changeChannel({ channelId, enabled: false });
    await raise("deadline_ahead", inHours(1));
    expect(await deliver()).toEqual(inHours(24));
    await notices.changeChannel({ channelId, enabled: true });
    await deliver();
    expect(told()).toEqual(["needs_person"]);
    await raise("login_locked", inHours(1));
    await notices.changeChannel({ channelId, enabled: false });
    await deliver();
    install.advance(24 * 3600);
    expect(await deliver()).toBeNull();
    expect(receiver.received).toHaveLength(1);
  });

  it("sends three of a kind in an hour, and later only what still holds", async () => {
    await addHook();
    for (let flap = 0; flap < 20; flap += 1) {
      await raise("needs_person");
      await deliver();
      install.advance(60);
      await mend();
      await raise("connected_again");
      await deliver();
      install.advance(60);
    }
    expect(receiver.received).toHaveLength(6);
    await raise("needs_person");
    await deliver();
    install.advance(3600);
    await deliver();
    expect(told().slice(6)).toEqual(["needs_person"]);
    const page = await (await install.callerOf(owner)).notices.list({ limit: 100 });
    expect(page.notices).toHaveLength(41);
  });

  it("does not let a channel that can't be read hold up the others", async () => {
    const broken = await addHook();
    await storage.storage.noticeChannels.update(broken, { ciphertext: "v1.torn" });
    // Channels are listed by the time at which they were added.
    install.advance(1);
    await addHook();
    await raise("needs_person");
    await deliver();
    expect(receiver.received).toHaveLength(1);
    expect(await channel()).toMatchObject({ waiting: 1, lastErrorCode: "STORAGE_READ_ERROR" });
    expect(install.logLines.some((line) => line.includes("Notice could not be prepared"))).toBe(true);
  });
});
