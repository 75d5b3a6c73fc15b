import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { watchConnections } from "@/server/services/connections/watch-connections";
import { createTestInstall, type TestInstall } from "@/test/test-install";

let install: TestInstall;

beforeAll(async () => {
  install = await createTestInstall();
});
afterAll(() => install.close());

describe("watching connections", () => {
  it("shows them at once and after each change, and tells a client that comes back nothing twice", async () => {
    const person = await install.addPerson();
    const ctx = await install.contextOf(person);
    const caller = await install.callerOf(person);
    const ending = new AbortController();
    const stream = watchConnections(ctx, ending.signal, undefined);
    expect((await stream.next()).value).toMatchObject({ connections: [] });
    const next = stream.next();
    await caller.connections.add({ broker: "robinhood", label: "one", access: "read_only" });
    const shown = await next;
    expect(shown.value).toMatchObject({ connections: [{ label: "one", status: "disconnected" }] });

    const back = watchConnections(ctx, ending.signal, shown.value?.key);
    const news = back.next();
    await caller.connections.add({ broker: "robinhood", label: "two", access: "read_only" });
    expect((await news).value?.connections).toHaveLength(2);
    ending.abort();
    expect((await back.next()).done).toBe(true);
    expect((await stream.next()).done).toBe(true);
  });

  it("ends when the person is signed out, disabled or loses the role", async () => {
    const { storage, clock } = install.services;
    const cases = [
      async (userId: string) => {
        await storage.appSessions.revokeAllOf(userId, clock.now(), "test");
      },
      (userId: string) => storage.users.update(userId, { disabledAt: clock.now() }),
      (userId: string) => storage.users.update(userId, { roles: ["trader"] }),
    ];
    for (const change of cases) {
      const person = await install.addPerson();
      const ctx = await install.contextOf(person);
      const stream = watchConnections(ctx, new AbortController().signal, undefined);
      await stream.next();
      const next = stream.next();
      await change(person.id);
      install.services.feed.changed(person.id);
      await expect(next).rejects.toMatchObject({
        code: expect.stringMatching(/^(AUTH_SIGN_IN_REQUIRED|API_PERMISSION_DENIED)$/),
      });
    }
  });
});
