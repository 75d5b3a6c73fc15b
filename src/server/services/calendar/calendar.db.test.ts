import ICAL from "ical.js";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { calendarReply } from "@/server/api/calendar-reply";
import type { UserRecord } from "@/server/storage/records";
import { connectKept } from "@/test/kept-connection";
import { createTestInstall, type TestInstall } from "@/test/test-install";

const ADDRESS = /^http:\/\/localhost:3000\/api\/calendar\/([\w-]{43})$/;

let install: TestInstall;
let owner: UserRecord;
let caller: Awaited<ReturnType<TestInstall["callerOf"]>>;

beforeAll(async () => {
  install = await createTestInstall();
});
afterAll(() => install.close());
beforeEach(async () => {
  install.sandbox.control.reset();
  install.sandbox.control.clock.set(install.clock.now());
  ({ owner } = await connectKept(install, "quinn"));
  caller = await install.callerOf(owner);
});

async function renewed(): Promise<string> {
  return ADDRESS.exec((await caller.wheel.renewCalendarFeed()).url)?.[1] ?? "no token";
}
const statusOf = async (token: string) => (await calendarReply(install.services, token)).status;

describe("the private calendar", () => {
  it("has the expirations of all accounts, for calendar programs that can't sign in", async () => {
    const reply = await calendarReply(install.services, await renewed());
    expect(reply.status).toBe(200);
    expect(reply.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
    expect(reply.headers.get("cache-control")).toMatch(/^private/);
    const events = ICAL.Component.fromString(await reply.text()).getAllSubcomponents("vevent");
    expect(
      events.map((event) => [
        event.getFirstPropertyValue("dtstart")?.toString(),
        event.getFirstPropertyValue("summary"),
      ]),
    ).toEqual([
      ["2026-03-06", "SOFI 16.5 put (short) expires"],
      ["2026-03-13", "SOFI 18 call (short) expires"],
      ["2026-03-20", "SOFI 16 put (short) expires"],
    ]);
  });

  it("is shown by when it was made and read, never by its address, of which only a hash is kept", async () => {
    expect(await caller.wheel.calendarFeed()).toBeNull();
    const token = await renewed();
    const made = install.clock.now().toISOString();
    expect(await caller.wheel.calendarFeed()).toEqual({ createdAt: made, lastReadAt: null });
    install.advance(60);
    await calendarReply(install.services, token);
    expect(await caller.wheel.calendarFeed()).toEqual({
      createdAt: made,
      lastReadAt: install.clock.now().toISOString(),
    });
    expect(JSON.stringify(await install.services.storage.calendarFeeds.ofOwner(owner.id))).not.toContain(
      token,
    );
    expect(install.logLines.join("")).not.toContain(token);
  });

  it("gives every wrong token the same answer", async () => {
    const answers = await Promise.all(
      ["", "x", "x".repeat(5000), "A".repeat(43)].map(async (token) => {
        const reply = await calendarReply(install.services, token);
        return [reply.status, await reply.text(), ...reply.headers];
      }),
    );
    expect(answers[0]?.[0]).toBe(404);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it("dies with its renewal and its removal, which are audited", async () => {
    const old = await renewed();
    const current = await renewed();
    expect(await statusOf(old)).toBe(404);
    expect(await statusOf(current)).toBe(200);
    await caller.wheel.removeCalendarFeed();
    await caller.wheel.removeCalendarFeed();
    expect(await statusOf(current)).toBe(404);
    expect(await caller.wheel.calendarFeed()).toBeNull();
    const events = (await install.events()).filter(({ targetId }) => targetId === owner.id);
    expect(events.map(({ eventType }) => eventType)).toEqual([
      "CALENDAR_FEED_RENEWED",
      "CALENDAR_FEED_RENEWED",
      "CALENDAR_FEED_REMOVED",
    ]);
  });

  it("opens to nobody whose owner may not read positions any more", async () => {
    const token = await renewed();
    const { users } = install.services.storage;
    await users.update(owner.id, { roles: ["trader"] });
    expect(await statusOf(token)).toBe(404);
    await users.update(owner.id, { roles: ["user"], disabledAt: install.clock.now() });
    expect(await statusOf(token)).toBe(404);
    await users.update(owner.id, { disabledAt: null });
    expect(await statusOf(token)).toBe(200);
  });

  it("that can't be made says so without the address", async () => {
    const token = await renewed();
    const random = {
      ...install.services.random,
      uuid: () => {
        throw new Error("no randomness left");
      },
    };
    const reply = await calendarReply({ ...install.services, random }, token);
    expect(reply.status).toBe(500);
    expect(install.logLines.join("")).toContain("no randomness left");
    expect(install.logLines.join("")).not.toContain(token);
  });
});
