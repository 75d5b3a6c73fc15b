import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test, vi } from "vitest";
import type { LoginInput } from "@/server/brokers/broker";
import { validateSession } from "@/server/services/broker-sessions/validate-session";
import { startLogin } from "@/server/services/connections/start-login";
import type { ServiceContext } from "@/server/services/service-context";
import { systemContext } from "@/server/services/system-context";
import type { ConnectionRecord, UserRecord } from "@/server/storage/records";
import { createVaultClient } from "@/server/vault/vault-client";
import { Secret } from "@/shared/secret";
import { FixedClock } from "@/test/fixed-clock";
import { secretServiceMissing, startSecretService } from "@/test/secret-service";
import { createTestInstall, type TestInstall } from "@/test/test-install";
import { noVariables } from "@/test/test-settings";
import { startVaultSimulator } from "@/test/vault-simulator";

const PASSWORD = "not-a-real-password-hana";
const LOGIN = { username: "hana@example.com", password: PASSWORD };
const settings = { autoReconnect: true, maxSessions: 50 };

/** A place outside the database, with an install whose SECURE_STORAGE names it. */
interface Place {
  readonly install: TestInstall;
  away(): Promise<void>;
  back(): Promise<void>;
  close(): Promise<void>;
}

async function vaultPlace(): Promise<Place> {
  const clock = new FixedClock();
  const simulator = await startVaultSimulator({ now: () => clock.now() });
  const ignore = () => {};
  const client = await createVaultClient(
    {
      address: simulator.url,
      login: { kind: "token", token: new Secret(simulator.issueToken()) },
      namespace: undefined,
      caFile: undefined,
      kvMount: "secret",
      kvPrefix: "wheelhouse",
      transitMount: "transit",
      transitKey: undefined,
    },
    { clock, log: { debug: ignore, info: ignore, warn: ignore, error: ignore }, timeoutMs: 2000 },
  );
  const install = await createTestInstall({
    settings: { ...settings, secureStorage: "vault" },
    vault: { client, prefix: "wheelhouse" },
  });
  return {
    install,
    away: () => simulator.away(),
    back: () => simulator.back(),
    close: async () => {
      await install.close();
      await client.close();
      await simulator.close();
    },
  };
}

const searchPath = inject("searchPath");
const missing = await secretServiceMissing(searchPath);
if (missing !== null) process.stdout.write(`The keyring is not tested: ${missing}.\n`);

async function keyringPlace(): Promise<Place> {
  const service = await startSecretService(searchPath);
  vi.stubEnv("DBUS_SESSION_BUS_ADDRESS", service.busAddress);
  const install = await createTestInstall({ settings: { ...settings, secureStorage: "keyring" } });
  return {
    install,
    away: () => service.stop(),
    back: () => service.start(),
    close: async () => {
      vi.unstubAllEnvs();
      await install.close();
      await service.close();
    },
  };
}

const PLACES = [
  { name: "vault", open: vaultPlace, isThere: true },
  { name: "keyring", open: keyringPlace, isThere: missing === null },
] as const;

/** What the tests of this file ask of one connection. */
async function connectionOf(install: TestInstall, owner?: UserRecord) {
  const user = owner ?? (await install.addPerson());
  const ctx = await install.contextOf(user);
  const caller = await install.callerOf(user);
  const { id } = await caller.connections.add({ broker: "robinhood", label: "hana", access: "read_only" });
  const { storage } = install.services;
  return {
    id,
    ctx,
    caller,
    connect: (remember = true, credentials: Record<string, string> = LOGIN) =>
      startLogin(ctx, { connectionId: id, credentials, remember }),
    row: async (): Promise<ConnectionRecord> => {
      const row = await storage.connections.byId(id);
      if (row === null) throw new Error("The connection is gone");
      return row;
    },
    session: () => storage.brokerSessions.byConnection(id),
    /** The rows of what was kept, without the device identity, which is always in the database. */
    rows: async () => (await storage.credentials.listOf(id)).filter(({ name }) => name !== "deviceToken"),
    /** What the place holds for this connection, by field name. */
    held: async () => {
      const backend = install.services.credentialBackends.current();
      const refs = (await backend.list()).filter(({ connectionId }) => connectionId === id);
      const values = await Promise.all(refs.map((ref) => backend.get(storage, ref, null)));
      return refs.map(({ name }, at) => [name, values[at]?.reveal()]).sort();
    },
    /** The broker ends the session, and a check finds out. */
    lose: async () => {
      install.sandbox.control.endSessions("hana");
      const row = await storage.connections.byId(id);
      if (row === null) throw new Error("The connection is gone");
      await expect(validateSession(systemContext(install.services), row)).rejects.toThrow();
      install.sandbox.control.clearRequests();
    },
    events: async (type: string) =>
      (await install.events()).filter(({ eventType, targetId }) => eventType === type && targetId === id),
  };
}

const BOTH = [
  ["password", PASSWORD],
  ["username", "hana@example.com"],
];
const sent = (install: TestInstall) => install.sandbox.control.requests({ grant: "password" });

describe.each(PLACES)("credentials kept in $name", ({ name, open, isThere }) => {
  describe.skipIf(!isThere)("where it is there", () => {
    let place: Place;
    let install: TestInstall;
    let on: Awaited<ReturnType<typeof connectionOf>>;
    beforeAll(async () => {
      place = await open();
      ({ install } = place);
    });
    afterAll(() => place.close());
    beforeEach(async () => {
      install.sandbox.control.reset();
      install.sandbox.control.clock.set(install.clock.now());
      on = await connectionOf(install);
    });
    afterEach(async () => {
      // Connections of earlier tests would be kept along, and they have the same login.
      await install.services.storage.connections.remove(on.id);
      const backend = install.services.credentialBackends.current();
      for (const ref of await backend.list()) await backend.remove(ref);
    });

    test("are there and not in the database, and in no log and no event", async () => {
      await on.connect();
      expect(await on.row()).toMatchObject({ status: "connected" });
      expect(await on.held()).toEqual(BOTH);
      expect(await on.rows()).toMatchObject([
        { name: "password", backend: name, ciphertext: null },
        { name: "username", backend: name, ciphertext: null },
      ]);
      expect((await on.events("CREDENTIALS_STORED"))[0]).toMatchObject({
        outcome: "success",
        details: { backend: name, fields: ["username", "password"] },
      });
      expect(JSON.stringify([install.logLines, await install.events()])).not.toContain(PASSWORD);
    });

    test("sign in again from there", async () => {
      await on.connect();
      await on.lose();
      await install.keep();
      expect(sent(install)).toHaveLength(1);
      expect(await on.row()).toMatchObject({ status: "connected", health: "ok" });
      expect(await on.held()).toEqual(BOTH);
    });

    test("hold a sign-in back while it is away, and are used when it is back", async () => {
      await on.connect();
      await on.lose();
      await place.away();
      await install.keep();
      expect(await on.row()).toMatchObject({
        status: "expired",
        errorCode: "STORAGE_BACKEND_UNAVAILABLE",
        nextAttemptAt: new Date(install.clock.now().getTime() + 300_000),
      });
      expect(sent(install)).toEqual([]);
      expect(await on.rows()).toHaveLength(2);
      await place.back();
      install.advance(300);
      await install.keep();
      expect(sent(install)).toHaveLength(1);
      expect(await on.row()).toMatchObject({ status: "connected", errorCode: null });
    });

    test("are refused with the reason while it is away, with connection and session as they were", async () => {
      await on.connect();
      const [row, session, rows] = [await on.row(), await on.session(), await on.rows()];
      install.sandbox.control.clearRequests();
      await place.away();
      const refused: unknown = await on.connect(true).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: "STORAGE_BACKEND_UNAVAILABLE" });
      expect(String(refused)).toContain(name === "vault" ? "VAULT_ADDR" : "DBUS_SESSION_BUS_ADDRESS");
      // What is stored is asked for where nothing was typed.
      await expect(on.connect(false, {})).rejects.toMatchObject({ code: "STORAGE_BACKEND_UNAVAILABLE" });
      expect(sent(install)).toEqual([]);
      expect([await on.row(), await on.session(), await on.rows()]).toEqual([row, session, rows]);
      await place.back();
      expect(await on.held()).toEqual(BOTH);
      await on.lose();
      await on.connect(false, {});
      expect(await on.row()).toMatchObject({ status: "connected" });
    });

    test("are not kept where it went away during the sign-in, which succeeds all the same", async () => {
      const ctx = withBroker(on.ctx, async () => place.away());
      await startLogin(ctx, { connectionId: on.id, credentials: LOGIN, remember: true });
      expect(await on.row()).toMatchObject({ status: "connected" });
      expect(await on.session()).toMatchObject({ status: "active" });
      expect(await on.rows()).toEqual([]);
      expect((await on.events("CREDENTIALS_STORED"))[0]).toMatchObject({
        outcome: "failure",
        details: { code: "STORAGE_BACKEND_UNAVAILABLE" },
      });
      expect(JSON.stringify([install.logLines, await install.events()])).not.toContain(PASSWORD);
      await place.back();
      expect(await on.held()).toEqual([]);
    });

    test("are replaced by newer ones, and gone when they are forgotten", async () => {
      await on.connect();
      const before = (await on.rows()).map(({ id }) => id);
      await on.lose();
      await on.connect();
      expect((await on.rows()).map(({ id }) => id)).not.toEqual(before);
      expect(await on.held()).toEqual(BOTH);
      await on.caller.connections.forgetCredentials({ connectionId: on.id });
      expect(await on.rows()).toEqual([]);
      expect(await on.held()).toEqual([]);
      expect(await on.row()).toMatchObject({ status: "connected" });
    });

    test("are gone when their connection is removed", async () => {
      await on.connect();
      await on.caller.connections.remove({ connectionId: on.id });
      expect(await on.held()).toEqual([]);
    });

    test("do not keep a connection from being removed while it is away", async () => {
      await on.connect();
      await place.away();
      await on.caller.connections.remove({ connectionId: on.id });
      expect(await install.services.storage.connections.byId(on.id)).toBeNull();
      expect(install.logLines.at(-1)).toContain("it will be tried again");
      await place.back();
    });

    test("leave nothing behind when the transaction of the login fails", async () => {
      const { storage } = on.ctx;
      const failing: ServiceContext = {
        ...on.ctx,
        storage: {
          ...storage,
          transaction: (work) =>
            storage.transaction(async (tx) => {
              const result = await work(tx);
              const written = await tx.credentials.get(on.id, "password");
              if (written !== null) throw new Error("The disk is full");
              return result;
            }),
        },
      };
      await expect(
        startLogin(failing, { connectionId: on.id, credentials: LOGIN, remember: true }),
      ).rejects.toThrow("The disk is full");
      expect(await on.rows()).toEqual([]);
      expect(await on.held()).toEqual([]);
    });

    test("leave nothing behind when the login is cancelled while they are put", async () => {
      const ctx = withBroker(on.ctx, async () => {
        const loginId = (await on.caller.connections.get({ connectionId: on.id })).login?.id ?? "";
        await on.caller.connections.cancelLogin({ connectionId: on.id, loginId });
      });
      await startLogin(ctx, { connectionId: on.id, credentials: LOGIN, remember: true });
      expect(await on.row()).toMatchObject({ status: "disconnected" });
      expect([await on.rows(), await on.held()]).toEqual([[], []]);
    });

    test("stay readable when SECURE_STORAGE names another place", async () => {
      await on.connect();
      await on.lose();
      const ctx: ServiceContext = { ...on.ctx, settings: { ...on.ctx.settings, secureStorage: "database" } };
      await startLogin(ctx, { connectionId: on.id, credentials: {}, remember: false });
      expect(await on.row()).toMatchObject({ status: "connected" });
    });
  });
});

/** The broker's first answer to a login, and then this, before it is written. */
function withBroker(
  ctx: ServiceContext,
  after: (login: LoginInput) => Promise<void>,
  before: (login: LoginInput) => void = () => {},
): ServiceContext {
  const real = ctx.brokers["robinhood"];
  if (real === undefined) throw new Error("There is no such broker");
  return {
    ...ctx,
    brokers: {
      robinhood: {
        ...real,
        through: (gate) => {
          const calls = real.through(gate);
          return {
            ...calls,
            startLogin: async (login) => {
              before(login);
              const step = await calls.startLogin(login);
              await after(login);
              return step;
            },
          };
        },
      },
    },
  };
}

describe("credentials of a login", () => {
  let install: TestInstall;
  beforeAll(async () => {
    install = await createTestInstall({ settings });
  });
  afterAll(() => install.close());
  beforeEach(() => {
    install.sandbox.control.reset();
    install.sandbox.control.clock.set(install.clock.now());
  });

  /** The buffers of all secrets that the broker was given. */
  function watching(ctx: ServiceContext) {
    const buffers: Uint8Array[] = [];
    const watched = withBroker(
      ctx,
      async () => {},
      ({ credentials, deviceToken }) => {
        for (const secret of [
          ...Object.values(credentials),
          ...(deviceToken === null ? [] : [deviceToken]),
        ]) {
          buffers.push(secret.use((bytes) => bytes));
        }
        expect(buffers.every((bytes) => bytes.some((byte) => byte !== 0))).toBe(true);
      },
    );
    return { watched, areZero: () => buffers.map((bytes) => bytes.every((byte) => byte === 0)) };
  }

  test.each([
    ["that succeeds", "hana"],
    ["that waits for its person", "otto"],
  ])("%s have no bytes left after it", async (_what, who) => {
    const on = await connectionOf(install);
    const { watched, areZero } = watching(on.ctx);
    const credentials = { username: `${who}@example.com`, password: `not-a-real-password-${who}` };
    await startLogin(watched, { connectionId: on.id, credentials, remember: true });
    expect(areZero()).toEqual([true, true, true]);
  });

  test("that is refused have no bytes left after it", async () => {
    const on = await connectionOf(install);
    const { watched, areZero } = watching(on.ctx);
    const credentials = { ...LOGIN, password: "not this one" };
    await startLogin(watched, { connectionId: on.id, credentials, remember: true });
    expect(await on.row()).toMatchObject({ errorCode: "AUTH_INVALID_CREDENTIALS" });
    expect(areZero()).toEqual([true, true, true]);
    expect(await on.rows()).toEqual([]);
  });
});

describe("where SECURE_STORAGE is env", () => {
  const variables = { ROBINHOOD_USERNAME: LOGIN.username, ROBINHOOD_PASSWORD: LOGIN.password };
  let install: TestInstall;
  beforeAll(async () => {
    install = await createTestInstall({
      settings: { ...settings, secureStorage: "env" },
      readHeadless: () => noVariables(variables),
    });
  });
  afterAll(() => install.close());

  test("nothing is remembered, and what was to be is refused before anything is sent", async () => {
    const on = await connectionOf(install);
    await expect(on.connect(true)).rejects.toMatchObject({ code: "STORAGE_BACKEND_READ_ONLY" });
    expect(sent(install)).toEqual([]);
    await on.connect(false);
    expect(await on.row()).toMatchObject({ status: "connected" });
    expect(await on.rows()).toEqual([]);
    await install.services.storage.connections.remove(on.id);
  });

  test("the owner's connection signs in from the variables, by hand and by itself; a member's does not", async () => {
    const on = await connectionOf(install, await install.addPerson({ isOwner: true }));
    await on.connect(false, {});
    expect(await on.row()).toMatchObject({ status: "connected" });
    await on.lose();
    await install.keep();
    expect(sent(install)).toHaveLength(1);
    expect(await on.row()).toMatchObject({ status: "connected" });
    expect(await on.rows()).toEqual([]);
    const member = await connectionOf(install);
    await expect(member.connect(false, {})).rejects.toMatchObject({ code: "VALIDATION_MISSING_FIELD" });
  });
});
