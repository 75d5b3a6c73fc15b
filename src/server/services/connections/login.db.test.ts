import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { UserRecord } from "@/server/storage/records";
import type { ConnectionView } from "@/shared/schemas/connection";
import { createTestInstall, type TestInstall } from "@/test/test-install";

let install: TestInstall;
let ada: UserRecord;
type Caller = Awaited<ReturnType<TestInstall["callerOf"]>>;
let caller: Caller;

beforeAll(async () => {
  install = await createTestInstall({ settings: { maxSessions: 50 } });
  ada = await install.addPerson({ roles: ["user"] });
});
afterAll(() => install.close());
beforeEach(async () => {
  install.sandbox.control.reset();
  install.sandbox.control.clock.set(install.clock.now());
  caller = await install.callerOf(ada);
});

async function add(label = "Robinhood"): Promise<ConnectionView> {
  return caller.connections.add({ broker: "robinhood", label, access: "read_only" });
}

function credentialsOf(person: string): { username: string; password: string } {
  return { username: `${person}@example.com`, password: `not-a-real-password-${person}` };
}

async function login(person: string, connection: ConnectionView): Promise<ConnectionView> {
  return caller.connections.startLogin({
    connectionId: connection.id,
    credentials: credentialsOf(person),
  });
}

function loginIdOf(view: ConnectionView): string {
  expect(view.login).not.toBeNull();
  return view.login?.id ?? "";
}

async function eventTypesOf(connectionId: string): Promise<string[]> {
  const events = await install.events();
  return events.filter((event) => event.targetId === connectionId).map((event) => event.eventType);
}

async function waitOut(): Promise<void> {
  install.advance(3700);
}

describe("a login", () => {
  it("by a prompt that the person approves on the phone", async () => {
    const connection = await add();
    const waiting = await login("ada", connection);
    expect(waiting).toMatchObject({
      status: "challenge",
      health: "needs_person",
      nextAction: "approve_on_phone",
      login: { step: "waiting_for_person", challenge: { kind: "prompt", alternatives: ["sms"] } },
    });
    install.advance(5);
    await install.drive();
    expect(await caller.connections.get({ connectionId: connection.id })).toMatchObject({
      status: "challenge",
    });
    install.sandbox.control.act("ada", "approve");
    install.advance(5);
    await install.drive();
    const connected = await caller.connections.get({ connectionId: connection.id });
    expect(connected).toMatchObject({
      status: "connected",
      health: "ok",
      nextAction: "none",
      login: null,
      loginName: "a•••@example.com",
      remembers: [],
    });
    expect(connected.accounts.length).toBeGreaterThan(0);
    expect(await eventTypesOf(connection.id)).toEqual([
      "CONNECTION_ADDED",
      "LOGIN_STARTED",
      "CHALLENGE_ISSUED",
      "LOGIN",
    ]);
    const loginEvent = (await install.events()).find((event) => event.eventType === "LOGIN");
    expect(loginEvent).toMatchObject({
      user: ada.email,
      interface: "system",
      sessionId: connected.session?.id,
    });
  });

  it("by a text message instead of the prompt, after one wrong code", async () => {
    const connection = await add();
    const waiting = await login("ada", connection);
    const loginId = loginIdOf(waiting);
    const switched = await caller.connections.switchChallenge({
      connectionId: connection.id,
      loginId,
      to: "sms",
    });
    expect(switched).toMatchObject({ nextAction: "enter_code", login: { challenge: { kind: "sms" } } });
    const wrong = await caller.connections.answerChallenge({
      connectionId: connection.id,
      loginId,
      answer: { kind: "code", code: "000000" },
    });
    expect(wrong).toMatchObject({
      status: "challenge",
      login: { challenge: { kind: "sms", lastCodeRejected: true, attemptsLeft: 2 } },
    });
    const code = install.sandbox.control.person("ada")?.messages.at(-1)?.code ?? "";
    const done = await caller.connections.answerChallenge({
      connectionId: connection.id,
      loginId,
      answer: { kind: "code", code },
    });
    expect(done.status).toBe("connected");
    expect(await eventTypesOf(connection.id)).toEqual([
      "CONNECTION_ADDED",
      "LOGIN_STARTED",
      "CHALLENGE_ISSUED",
      "CHALLENGE_SWITCHED",
      "CHALLENGE_ISSUED",
      "CHALLENGE_ANSWERED",
      "CHALLENGE_FAILED",
      "CHALLENGE_ANSWERED",
      "LOGIN",
    ]);
  });

  it("without a challenge from a device that the broker knows is 'Login via device token'", async () => {
    const connection = await add();
    expect(await login("hana", connection)).toMatchObject({ status: "connected" });
    await caller.connections.disconnect({ connectionId: connection.id });
    expect(await login("hana", connection)).toMatchObject({ status: "connected" });
    expect(await eventTypesOf(connection.id)).toEqual([
      "CONNECTION_ADDED",
      "LOGIN_STARTED",
      "LOGIN",
      "LOGOUT",
      "LOGIN_STARTED",
      "LOGIN_VIA_DEVICE_TOKEN",
    ]);
  });

  it("that the person denies on the phone ends as denied", async () => {
    const connection = await add();
    await login("ada", connection);
    install.sandbox.control.act("ada", "deny");
    install.advance(5);
    await install.drive();
    expect(await caller.connections.get({ connectionId: connection.id })).toMatchObject({
      status: "error",
      health: "needs_person",
      errorCode: "AUTH_CHALLENGE_DENIED",
      login: null,
    });
    expect((await eventTypesOf(connection.id)).at(-1)).toBe("CHALLENGE_FAILED");
  });

  it("that nobody confirms ends at its deadline", async () => {
    const connection = await add();
    await login("ada", connection);
    install.advance(330);
    await install.drive();
    expect(await caller.connections.get({ connectionId: connection.id })).toMatchObject({
      status: "error",
      errorCode: "AUTH_CHALLENGE_EXPIRED",
      login: null,
    });
    expect(await caller.connections.attempts({ connectionId: connection.id })).toMatchObject([
      { outcome: "timed_out", challengeKind: "prompt", errorCode: "AUTH_CHALLENGE_EXPIRED" },
    ]);
  });

  it("can be cancelled, and a later approval is not taken", async () => {
    const connection = await add();
    const waiting = await login("ada", connection);
    const cancelled = await caller.connections.cancelLogin({
      connectionId: connection.id,
      loginId: loginIdOf(waiting),
    });
    expect(cancelled).toMatchObject({ status: "disconnected", nextAction: "connect", login: null });
    install.sandbox.control.act("ada", "approve");
    install.advance(10);
    await install.drive();
    expect(await caller.connections.get({ connectionId: connection.id })).toMatchObject({
      status: "disconnected",
    });
    await expect(
      caller.connections.answerChallenge({
        connectionId: connection.id,
        loginId: loginIdOf(waiting),
        answer: { kind: "code", code: "123456" },
      }),
    ).rejects.toMatchObject({ cause: { code: "API_CONFLICT" } });
  });

  it("goes on after a restart of the server in the middle of the challenge", async () => {
    const connection = await add();
    await login("ada", connection);
    const restarted = await createTestInstall({
      sandbox: install.sandbox,
      storage: {
        storage: install.services.storage,
        databaseUrl: install.databaseUrl,
        provider: install.services.storage.provider,
        close: async () => {},
      },
    });
    install.sandbox.control.act("ada", "approve");
    install.advance(5);
    restarted.clock.advance(install.clock.now().getTime() - restarted.clock.now().getTime());
    await restarted.drive();
    expect(await caller.connections.get({ connectionId: connection.id })).toMatchObject({
      status: "connected",
    });
    await restarted.close();
  });

  it.each([
    ["the call with an answer", "checking_answer"],
    ["a poll, which may have sent the password", "waiting_for_person"],
  ] as const)(
    "left in the middle of %s by a process that died is ended, and nothing is sent again",
    async (_call, step) => {
      const connection = await add();
      const waiting = await login("ada", connection);
      const attempt = await install.services.storage.loginAttempts.byId(loginIdOf(waiting));
      expect(attempt).not.toBeNull();
      await install.services.storage.loginAttempts.update(loginIdOf(waiting), attempt?.version ?? 0, {
        step,
        leaseToken: "the-dead-process",
        leaseUntil: new Date(install.clock.now().getTime() + 30_000),
      });
      await install.drive();
      expect((await caller.connections.get({ connectionId: connection.id })).status).toBe("challenge");
      install.sandbox.control.clearRequests();
      install.advance(31);
      await expect(
        caller.connections.answerChallenge({
          connectionId: connection.id,
          loginId: loginIdOf(waiting),
          answer: { kind: "code", code: "123456" },
        }),
      ).rejects.toMatchObject({ message: expect.stringContaining("interrupted") });
      await install.drive();
      expect(await caller.connections.get({ connectionId: connection.id })).toMatchObject({
        status: "error",
        errorCode: "AUTH_LOGIN_INTERRUPTED",
      });
      expect(install.sandbox.control.requests()).toEqual([]);
    },
  );

  it("with a wrong password is told as such, and the guard holds the next one back until its time", async () => {
    const connection = await add();
    const wrong = { username: "ben@example.com", password: "not-the-password" };
    const refused = await caller.connections.startLogin({ connectionId: connection.id, credentials: wrong });
    expect(refused).toMatchObject({
      status: "error",
      health: "locked",
      nextAction: "wait_until",
      errorCode: "AUTH_INVALID_CREDENTIALS",
      notBefore: new Date(install.clock.now().getTime() + 30_000).toISOString(),
    });
    install.sandbox.control.clearRequests();
    await expect(login("ben", connection)).rejects.toMatchObject({
      cause: { code: "AUTH_LOGIN_LOCKED", retryAfterSeconds: 30 },
    });
    // Another connection with the same login is held back by the same guard.
    await expect(login("ben", await add("Second"))).rejects.toMatchObject({
      cause: { code: "AUTH_LOGIN_LOCKED" },
    });
    expect(install.sandbox.control.requests()).toEqual([]);
    install.advance(31);
    expect(await login("ben", connection)).toMatchObject({ status: "challenge" });
    expect(await eventTypesOf(connection.id)).toEqual([
      "CONNECTION_ADDED",
      "LOGIN_STARTED",
      "LOGIN_INVALID_CREDENTIALS",
      "LOGIN_REFUSED_BY_GUARD",
      "LOGIN_STARTED",
      "CHALLENGE_ISSUED",
    ]);
    await waitOut();
    await install.drive();
  });

  it("with a missing or malformed field sends nothing and names every field", async () => {
    const connection = await add();
    install.sandbox.control.clearRequests();
    await expect(
      caller.connections.startLogin({ connectionId: connection.id, credentials: { username: "ada" } }),
    ).rejects.toMatchObject({
      cause: {
        code: "VALIDATION_MISSING_FIELD",
        fields: { username: expect.any(String), password: expect.any(String) },
      },
    });
    expect(install.sandbox.control.requests()).toEqual([]);
    expect((await caller.connections.get({ connectionId: connection.id })).status).toBe("disconnected");
  });

  it("remembers the password only when asked, and can then sign in without it", async () => {
    const connection = await add();
    await caller.connections.startLogin({
      connectionId: connection.id,
      credentials: credentialsOf("hana"),
      remember: true,
    });
    expect(await caller.connections.get({ connectionId: connection.id })).toMatchObject({
      remembers: expect.arrayContaining(["username", "password"]),
    });
    await caller.connections.disconnect({ connectionId: connection.id });
    const again = await caller.connections.startLogin({ connectionId: connection.id, credentials: {} });
    expect(again.status).toBe("connected");
    const forgotten = await caller.connections.forgetCredentials({ connectionId: connection.id });
    expect(forgotten.remembers).toEqual([]);
    expect(forgotten.status).toBe("connected");
    await caller.connections.disconnect({ connectionId: connection.id, forgetCredentials: true });
    await expect(
      caller.connections.startLogin({ connectionId: connection.id, credentials: {} }),
    ).rejects.toMatchObject({ cause: { code: "VALIDATION_MISSING_FIELD" } });
  });

  it("keeps a TOTP secret only after the Wheelhouse password, and answers with it by itself", async () => {
    const connection = await add();
    const mfaSecret = install.sandbox.control.person("dan")?.authenticator?.secret ?? "";
    const input = {
      connectionId: connection.id,
      credentials: { ...credentialsOf("dan"), mfaSecret },
      rememberTotpSecret: true,
    };
    await expect(
      caller.connections.startLogin({ ...input, confirmPassword: "not my password" }),
    ).rejects.toMatchObject({ cause: { fields: { confirmPassword: expect.any(String) } } });
    const view = await caller.connections.startLogin({
      ...input,
      confirmPassword: "correct horse battery staple",
    });
    expect(view).toMatchObject({ status: "connected", remembers: ["mfaSecret"] });
  });

  it("that turns out to belong to another account is refused, and its session ended at the broker", async () => {
    const connection = await add();
    await login("hana", connection);
    await caller.connections.disconnect({ connectionId: connection.id });
    await login("otto", connection);
    const view = await caller.connections.get({ connectionId: connection.id });
    expect(view).toMatchObject({ status: "error", errorCode: "AUTH_ACCOUNT_MISMATCH", session: null });
    expect(install.sandbox.control.requests().at(-1)?.path).toBe("/oauth2/revoke_token/");
  });

  it("is not begun twice: of two requests at once one gets a conflict and the broker sees one", async () => {
    const connection = await add();
    install.sandbox.control.clearRequests();
    const results = await Promise.allSettled([login("hana", connection), login("hana", connection)]);
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    const tokens = install.sandbox.control.requests().filter((request) => request.path === "/oauth2/token/");
    expect(tokens).toHaveLength(1);
  });

  it("is not begun twice through two connections of the same login either", async () => {
    for (let round = 1; round <= 5; round += 1) {
      const [one, two] = [await add("One"), await add("Two")];
      install.sandbox.control.clearRequests();
      const results = await Promise.allSettled([login("ben", one), login("ben", two)]);
      expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
      const tokens = install.sandbox.control.requests().filter((sent) => sent.path === "/oauth2/token/");
      expect(tokens).toHaveLength(1);
      for (const connection of [one, two]) {
        await caller.connections.remove({ connectionId: connection.id });
      }
    }
  });
});
