import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { eventually } from "@/test/eventually";
import { createTestInstall, type TestInstall } from "@/test/test-install";

let install: TestInstall;
let caller: Awaited<ReturnType<TestInstall["callerOf"]>>;
let connectionId: string;

beforeAll(async () => {
  install = await createTestInstall();
});
afterAll(() => install.close());
beforeEach(async () => {
  install.sandbox.control.reset();
  install.sandbox.control.clock.set(install.clock.now());
  caller = await install.callerOf(await install.addPerson());
  const added = await caller.connections.add({ broker: "robinhood", label: "x", access: "read_only" });
  connectionId = added.id;
});

/** A login that the broker takes its time to answer, once it is on its way. */
async function slowLogin(): Promise<{ answered: Promise<unknown> }> {
  install.sandbox.control.addFault({ kind: "delay", delayMs: 1500, path: "/oauth2/token/", count: 1 });
  const answered = caller.connections
    .startLogin({
      connectionId,
      credentials: { username: "hana@example.com", password: "not-a-real-password-hana" },
    })
    .catch((error: unknown) => error);
  await eventually(async () => {
    expect((await caller.connections.get({ connectionId })).status).toBe("connecting");
  });
  return { answered };
}

const revocations = () =>
  install.sandbox.control.requests().filter((request) => request.path === "/oauth2/revoke_token/").length;

describe("an answer that comes too late", () => {
  it("to a login that was cancelled is dropped, and its session ended at the broker", async () => {
    const { answered } = await slowLogin();
    const loginId = (await caller.connections.get({ connectionId })).login?.id ?? "";
    await caller.connections.cancelLogin({ connectionId, loginId });
    await answered;
    expect(await caller.connections.get({ connectionId })).toMatchObject({
      status: "disconnected",
      session: null,
    });
    expect(revocations()).toBeGreaterThan(0);
  });

  it("to a connection that was removed is dropped, and its session ended at the broker", async () => {
    const { answered } = await slowLogin();
    await caller.connections.remove({ connectionId });
    expect(await answered).toMatchObject({ cause: { code: "API_RESOURCE_NOT_FOUND" } });
    expect(revocations()).toBeGreaterThan(0);
    expect(await install.services.storage.brokerSessions.byConnection(connectionId)).toBeNull();
  });

  it("when the broker cannot even be told is logged, not thrown", async () => {
    install.sandbox.control.addFault({ kind: "reset-before", path: "/oauth2/revoke_token/" });
    const { answered } = await slowLogin();
    const loginId = (await caller.connections.get({ connectionId })).login?.id ?? "";
    await caller.connections.cancelLogin({ connectionId, loginId });
    expect(await answered).toMatchObject({ status: "disconnected" });
    expect(install.logLines.join("")).toContain("a dropped session was not revoked");
  });

  it("goes on undisturbed by a rename in between", async () => {
    const { answered } = await slowLogin();
    await caller.connections.change({ connectionId, label: "renamed", access: "trading" });
    await answered;
    expect(await caller.connections.get({ connectionId })).toMatchObject({
      status: "connected",
      label: "renamed",
      access: "trading",
    });
  });
});
