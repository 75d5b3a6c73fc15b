import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserRecord } from "@/server/storage/records";
import { createTestInstall, type TestInstall } from "@/test/test-install";

/** The same database, once with the broker at one address and once at another, as after a change of settings. */
let before: TestInstall;
let after: TestInstall;
let person: UserRecord;

beforeAll(async () => {
  before = await createTestInstall();
  after = await createTestInstall({
    storage: {
      storage: before.services.storage,
      databaseUrl: before.databaseUrl,
      provider: before.services.storage.provider,
      close: async () => {},
    },
  });
  person = await before.addPerson();
});
afterAll(async () => {
  await after.close();
  await before.close();
});

async function connect(who: string): Promise<string> {
  const caller = await before.callerOf(person);
  const { id } = await caller.connections.add({ broker: "robinhood", label: who, access: "read_only" });
  await caller.connections.startLogin({
    connectionId: id,
    credentials: { username: `${who}@example.com`, password: `not-a-real-password-${who}` },
    remember: true,
  });
  return id;
}

describe("a session made at other hosts than the broker has now", () => {
  it("is sent nowhere, by no call", async () => {
    const connectionId = await connect("hana");
    const caller = await after.callerOf(person);
    await expect(caller.connections.check({ connectionId })).rejects.toMatchObject({
      cause: { code: "CONN_OTHER_HOSTS" },
    });
    await expect(caller.connections.refresh({ connectionId })).rejects.toMatchObject({
      cause: { code: "CONN_OTHER_HOSTS" },
    });
    expect((await caller.portfolio.summary({ connectionId })).provenance).toMatchObject({
      state: "failed",
      errorCode: "CONN_OTHER_HOSTS",
    });
    expect(after.sandbox.control.requests()).toEqual([]);
    // Back at the old addresses it is as good as before.
    await (await before.callerOf(person)).connections.check({ connectionId });
  });

  it("is deleted here by a disconnect, and remembered credentials are not used elsewhere", async () => {
    const connectionId = await connect("otto");
    const caller = await after.callerOf(person);
    expect(await caller.connections.disconnect({ connectionId })).toMatchObject({
      status: "disconnected",
      revokedAtBroker: false,
    });
    await expect(caller.connections.startLogin({ connectionId, credentials: {} })).rejects.toMatchObject({
      cause: { code: "VALIDATION_MISSING_FIELD" },
    });
    expect(after.sandbox.control.requests()).toEqual([]);
    const typed = { username: "otto@example.com", password: "not-a-real-password-otto" };
    const view = await caller.connections.startLogin({ connectionId, credentials: typed });
    expect(view).toMatchObject({ status: "connected", remembers: [] });
  });

  it("does not come to be: a login that waited at the old ones is ended", async () => {
    const connectionId = await connect("ada");
    const caller = await after.callerOf(person);
    const loginId = (await caller.connections.get({ connectionId })).login?.id ?? "";
    after.sandbox.control.clearRequests();
    await expect(
      caller.connections.answerChallenge({ connectionId, loginId, answer: { kind: "code", code: "123456" } }),
    ).rejects.toMatchObject({ cause: { code: "CONN_OTHER_HOSTS" } });
    after.advance(6);
    await after.drive();
    expect(await caller.connections.get({ connectionId })).toMatchObject({
      status: "error",
      errorCode: "AUTH_LOGIN_INTERRUPTED",
    });
    expect(after.sandbox.control.requests()).toEqual([]);
  });
});
