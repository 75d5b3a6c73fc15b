import { createHmac } from "node:crypto";
import { inspect } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { UserRecord } from "@/server/storage/records";
import type { AddChannelInput } from "@/shared/schemas/notice";
import { type NoticeReceiver, startNoticeReceiver } from "@/test/notice-receiver";
import { createTestInstall, type TestInstall } from "@/test/test-install";

let receiver: NoticeReceiver;
let install: TestInstall;
let owner: UserRecord;
let notices: Awaited<ReturnType<TestInstall["callerOf"]>>["notices"];

beforeAll(async () => {
  receiver = await startNoticeReceiver();
  install = await createTestInstall({ noticePrivateHosts: [receiver.host] });
});
afterAll(async () => {
  await install.close();
  await receiver.close();
});
beforeEach(async () => {
  owner = await install.addPerson({ roles: ["trader"] });
  notices = (await install.callerOf(owner)).notices;
});
afterEach(() => {
  receiver.received.length = 0;
  receiver.answer(204);
});

const hook = (path = "hook"): AddChannelInput => ({
  label: "Desk",
  target: { kind: "webhook", url: `http://${receiver.host}/${path}` },
  kinds: ["needs_person", "needs_person", "connected_again"],
});
const eventsOf = async (channelId: string) =>
  (await install.events()).filter(({ targetId }) => targetId === channelId);

describe("channels", () => {
  it("are added, listed, changed and removed, each with its event", async () => {
    const { channel, signingSecret } = await notices.addChannel(hook());
    expect(channel).toMatchObject({
      kind: "webhook",
      target: receiver.host,
      kinds: ["needs_person", "connected_again"],
      enabled: true,
      waiting: 0,
      dead: 0,
      lastErrorCode: null,
    });
    expect(signingSecret).toMatch(/^whsec_/);
    expect(await notices.channels()).toEqual({
      channels: [channel],
      kinds: ["webhook", "slack", "discord", "teams", "ntfy"],
    });
    const quietHours = { from: "22:00", to: "07:00", timeZone: "Europe/Berlin" };
    const changed = await notices.changeChannel({
      channelId: channel.id,
      label: "Night desk",
      kinds: ["login_locked"],
      quietHours,
      target: { kind: "webhook", url: "https://other.example.com/x" },
    });
    expect(changed).toMatchObject({
      label: "Night desk",
      kinds: ["login_locked"],
      quietHours,
      target: "other.example.com",
    });
    expect(await notices.changeChannel({ channelId: channel.id })).toEqual(changed);
    const calm = await notices.changeChannel({ channelId: channel.id, quietHours: null, enabled: false });
    expect(calm).toMatchObject({ quietHours: null, enabled: false, label: "Night desk" });
    await notices.removeChannel({ channelId: channel.id });
    expect((await notices.channels()).channels).toEqual([]);
    await expect(notices.removeChannel({ channelId: channel.id })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect((await eventsOf(channel.id)).map(({ eventType }) => eventType)).toEqual([
      "NOTICE_CHANNEL_ADDED",
      "NOTICE_SECRET_SHOWN",
      "NOTICE_CHANNEL_CHANGED",
      "NOTICE_CHANNEL_CHANGED",
      "NOTICE_CHANNEL_CHANGED",
      "NOTICE_CHANNEL_REMOVED",
    ]);
  });

  it("are ten at most", async () => {
    const asked = Array.from({ length: 13 }, () => notices.addChannel(hook()));
    const settled = await Promise.allSettled(asked);
    expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
    await expect(notices.addChannel(hook())).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await notices.channels()).channels).toHaveLength(10);
  });

  it.each<[string, AddChannelInput["target"]]>([
    ["e-mail without a mail server", { kind: "email", to: "ada@example.com" }],
    ["a scheme that is none of the web's", { kind: "slack", url: "ftp://hooks.example.com/x" }],
    ["an address with a password in it", { kind: "ntfy", url: "https://me:word@ntfy.example.com/x" }],
    ["half an address", { kind: "webhook", url: "hooks.example.com" }],
  ])("refuse %s", async (_what, target) => {
    await expect(notices.addChannel({ ...hook(), target })).rejects.toMatchObject({
      code: expect.stringMatching(/UNPROCESSABLE_CONTENT|BAD_REQUEST/),
    });
    expect((await notices.channels()).channels).toEqual([]);
  });

  it("mask an e-mail address, and keep their kind", async () => {
    const sender = { ...install.services.sender, kinds: ["email"] as const, close: async () => undefined };
    const mailing = await createTestInstall({ sender, sandbox: install.sandbox });
    const person = await mailing.addPerson();
    const caller = (await mailing.callerOf(person)).notices;
    const target = { kind: "email" as const, to: "ada@example.com" };
    const { channel, signingSecret } = await caller.addChannel({ ...hook(), target });
    expect(channel.target).toBe("a•••@example.com");
    expect(signingSecret).toBeNull();
    await expect(
      caller.changeChannel({
        channelId: channel.id,
        target: { kind: "slack", url: "https://s.example.com/x" },
      }),
    ).rejects.toMatchObject({ code: "UNPROCESSABLE_CONTENT" });
    await expect(caller.renewSecret({ channelId: channel.id })).rejects.toMatchObject({ code: "CONFLICT" });
    await mailing.close();
  });
});

describe("a test message", () => {
  it("is sent at once through the channel, in quiet hours too, and tells what became of it", async () => {
    const quietHours = { from: "00:00", to: "23:59", timeZone: "UTC" };
    const { channel } = await notices.addChannel({ ...hook(), quietHours });
    expect(await notices.testChannel({ channelId: channel.id })).toEqual({
      delivered: true,
      errorCode: null,
    });
    expect(JSON.parse(receiver.received[0]?.body ?? "")).toMatchObject({
      type: "notice.test",
      data: { url: "http://localhost:3000/settings/notices", connectionId: null },
    });
    expect(receiver.received[0]?.body).toContain("Desk");
    expect((await notices.channels()).channels[0]?.lastDeliveredAt).toBe(install.clock.now().toISOString());
    expect((await notices.list({})).notices).toEqual([]);
    expect((await eventsOf(channel.id)).at(-1)).toMatchObject({
      eventType: "NOTICE_CHANNEL_TESTED",
      outcome: "success",
    });
  });

  it("shows a failure with its code, and comes once in ten seconds", async () => {
    const { channel } = await notices.addChannel(hook());
    receiver.answer(404);
    const test = () => notices.testChannel({ channelId: channel.id });
    expect(await test()).toEqual({ delivered: false, errorCode: "NOTICE_REFUSED" });
    await expect(test()).rejects.toMatchObject({ code: "CONFLICT", cause: { retryAfterSeconds: 10 } });
    install.advance(9.5);
    await expect(test()).rejects.toMatchObject({ cause: { retryAfterSeconds: 1 } });
    expect(receiver.received).toHaveLength(1);
    expect(await notices.unread()).toMatchObject({ troubledChannels: 1 });
    receiver.answer(204);
    install.advance(0.5);
    expect(await test()).toEqual({ delivered: true, errorCode: null });
    expect(await notices.unread()).toMatchObject({ troubledChannels: 0 });
  });

  it("is signed by the newest secret", async () => {
    const { channel, signingSecret } = await notices.addChannel(hook());
    const renewed = await notices.renewSecret({ channelId: channel.id });
    expect(renewed.signingSecret).not.toBe(signingSecret);
    await notices.testChannel({ channelId: channel.id });
    const [received] = receiver.received;
    if (received === undefined) throw new Error("nothing arrived");
    const { headers, body } = received;
    const sign = (secret: string | null) =>
      createHmac("sha256", Buffer.from((secret ?? "").slice(6), "base64"))
        .update(`${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${body}`)
        .digest("base64");
    expect(headers["webhook-signature"]).toBe(`v1,${sign(renewed.signingSecret)}`);
    expect(headers["webhook-signature"]).not.toBe(`v1,${sign(signingSecret)}`);
  });
});

it("no address, token or signing secret comes out: not in a view, an event, a log line or a row", async () => {
  const seen: unknown[] = [];
  const { channel, signingSecret } = await notices.addChannel(hook("canary-hook-path"));
  seen.push(channel);
  const { channel: ntfy } = await notices.addChannel({
    ...hook(),
    target: { kind: "ntfy", url: `http://${receiver.host}/canary-topic`, token: "tk_canarytoken" },
  });
  seen.push(ntfy);
  for (const { id } of [channel, ntfy]) {
    receiver.answer(500);
    seen.push(await notices.testChannel({ channelId: id }));
  }
  const target = { kind: "webhook" as const, url: "https://canary-user:canary-word@example.com/x" };
  seen.push(await notices.changeChannel({ channelId: channel.id, target }).catch((error: unknown) => error));
  seen.push(await notices.channels(), await install.events(), install.logLines);
  seen.push(await install.services.storage.noticeChannels.listOf(owner.id));
  const text = inspect(seen, { depth: 20, maxStringLength: null, maxArrayLength: null });
  expect(receiver.received.map(({ path }) => path)).toContain("/canary-hook-path");
  for (const secret of ["canary-hook-path", "canary-topic", "tk_canarytoken", "canary-word", signingSecret]) {
    expect(text.includes(secret ?? "whsec_"), secret ?? "").toBe(false);
  }
});
