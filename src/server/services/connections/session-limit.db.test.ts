import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { UserRecord } from "@/server/storage/records";
import { connectKept, secondProcess } from "@/test/kept-connection";
import { createTestInstall, type TestInstall } from "@/test/test-install";

const settings = { maxSessions: 5 };
let install: TestInstall;
let other: TestInstall;
let passing: NodeJS.Timeout;

beforeAll(async () => {
  install = await createTestInstall({ settings });
  other = await secondProcess(install, { settings });
  // The adapter waits for a challenge between two looks: time must pass for it.
  passing = setInterval(() => {
    install.clock.advance(100);
    other.clock.advance(100);
  }, 5);
});
afterAll(async () => {
  clearInterval(passing);
  await other.close();
  await install.close();
});
// A login that is left open would be in the way of the next one with the same name.
afterEach(async () => {
  const { connections, loginAttempts } = install.services.storage;
  for (const { connectionId } of await loginAttempts.open()) {
    await connections.remove(connectionId);
  }
});
beforeEach(() => {
  install.sandbox.control.reset();
  install.sandbox.control.clock.set(install.clock.now());
});

const PEOPLE = ["ada", "ben", "cleo", "dan", "eve", "finn", "gus", "hana", "ivan", "june"] as const;

async function prepare(owner: UserRecord, who: string, through: TestInstall) {
  const caller = await through.callerOf(owner);
  const { id } = await caller.connections.add({ broker: "robinhood", label: who, access: "read_only" });
  const credentials = { username: `${who}@example.com`, password: `not-a-real-password-${who}` };
  return { id, login: () => caller.connections.startLogin({ connectionId: id, credentials }) };
}

describe("MAX_SESSIONS", () => {
  it("lets exactly as many of ten logins at once through as there are places, and sends no other", async () => {
    const owner = await install.addPerson();
    const logins = [];
    for (const [index, who] of PEOPLE.entries()) {
      logins.push(await prepare(owner, who, index % 2 === 0 ? install : other));
    }
    const results = await Promise.allSettled(logins.map(({ login }) => login()));
    const refused = results.filter((result) => result.status === "rejected").map(({ reason }) => reason);
    expect(refused.map((error) => error.cause.code)).toEqual(Array(5).fill("API_SESSION_LIMIT"));
    expect(install.sandbox.control.requests({ grant: "password" })).toHaveLength(5);
  });

  it("counts each person's own, a login in progress, and a connection that signs in again once", async () => {
    const owner = await install.addPerson();
    // This process's clock is behind those of the others, which have been running.
    const few = await secondProcess(install, { settings: { maxSessions: 2 } });
    install.clock.advance(5000);
    const waking = setInterval(() => few.clock.advance(100), 5);
    const hana = await connectKept(few, "hana", { owner });
    const june = await prepare(owner, "june", few);
    expect(await june.login()).toMatchObject({ status: "challenge" });
    const noor = await prepare(owner, "noor", few);
    await expect(noor.login()).rejects.toMatchObject({ cause: { code: "API_SESSION_LIMIT" } });
    expect((await install.services.storage.connections.byId(noor.id))?.status).toBe("disconnected");

    // Its session can't be renewed any more: it is replaced while it still serves.
    const { version } = await hana.row();
    await install.services.storage.connections.update(hana.id, version, { health: "needs_person" });
    const caller = await few.callerOf(owner);
    const again = await caller.connections.startLogin({
      connectionId: hana.id,
      credentials: { username: "hana@example.com", password: "not-a-real-password-hana" },
    });
    expect(again).toMatchObject({ status: "connected" });

    await caller.connections.disconnect({ connectionId: hana.id });
    expect(await noor.login()).toMatchObject({ status: "connected" });
    await connectKept(few, "otto");
    clearInterval(waking);
    await few.close();
  });
});
