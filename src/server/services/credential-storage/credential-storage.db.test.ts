import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { createCredentialBackends } from "@/server/credential-backends/create-backends";
import { deviceTokenOf } from "@/server/services/connections/device-token";
import {
  putOutside,
  readCredential,
  storeCredential,
  writeRows,
} from "@/server/services/connections/stored-credential";
import { moveCredentials } from "@/server/services/credential-storage/move-credentials";
import { readCredentialStorage } from "@/server/services/credential-storage/read-credential-storage";
import { leftoverRounds } from "@/server/services/credential-storage/remove-leftovers";
import type { ServiceContext } from "@/server/services/service-context";
import { systemContext } from "@/server/services/system-context";
import type { ConnectionRecord } from "@/server/storage/records";
import type { VaultClient } from "@/server/vault/vault.port";
import { createVaultClient } from "@/server/vault/vault-client";
import type { BackendName, MoveProgress } from "@/shared/schemas/credential-storage";
import { Secret } from "@/shared/secret";
import { buildConnection } from "@/test/builders";
import { secretServiceMissing, useSecretService } from "@/test/secret-service";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";
import { noVariables } from "@/test/test-settings";
import { startVaultSimulator, type VaultSimulator } from "@/test/vault-simulator";

const HOUR_MS = 3_600_000;
const searchPath = inject("searchPath");
const keyringMissing = await secretServiceMissing(searchPath);
if (keyringMissing !== null) process.stdout.write(`Moves to a keyring are not tested: ${keyringMissing}.\n`);

let harness: ServiceHarness;
let simulator: VaultSimulator;
let client: VaultClient;
let ctx: ServiceContext;
let current: BackendName;
beforeEach(async () => {
  current = "database";
  harness = await createServiceHarness();
  const { clock, log, storage, cipher, random } = harness.services;
  simulator = await startVaultSimulator({ now: () => clock.now() });
  client = await createVaultClient(
    {
      address: simulator.url,
      login: { kind: "approle", roleId: simulator.roleId, secretId: new Secret(simulator.secretId) },
      namespace: undefined,
      caFile: undefined,
      kvMount: "secret",
      kvPrefix: "wheelhouse",
      transitMount: "transit",
      transitKey: undefined,
    },
    { clock, log, timeoutMs: 2000 },
  );
  const credentialBackends = createCredentialBackends({
    storage,
    cipher,
    random,
    vault: { client, prefix: "wheelhouse" },
    readVariables: noVariables,
    current: () => current,
  });
  ctx = { ...(await harness.member("user", "admin")), credentialBackends };
});
afterEach(async () => {
  await client.close();
  await simulator.close();
  await harness.close();
});

const inVault = () => simulator.keyValues.secrets.size;

/** A connection of the person who acts, or of another, that remembers so many values. */
async function remembering(count: number, ownerId?: string): Promise<ConnectionRecord> {
  const mine = ctx.actor.type === "user" ? ctx.actor.userId : "";
  const connection = buildConnection({ ownerId: ownerId ?? mine });
  await ctx.storage.connections.create(connection);
  await ctx.storage.transaction(async (tx) => {
    for (let at = 0; at < count; at += 1) {
      await storeCredential(ctx, tx, connection, `field${at}`, new Secret(storedValue(connection, at)));
    }
  });
  return connection;
}
const storedValue = ({ id }: ConnectionRecord, at: number) => `value ${at} of ${id}`;

/** What a login would find, in the order of its fields. */
async function valuesOf(connection: ConnectionRecord): Promise<(string | null)[]> {
  const rows = await ctx.storage.credentials.listOf(connection.id);
  const values: (string | null)[] = [];
  for (const { name } of rows)
    values.push((await readCredential(ctx, ctx.storage, connection, name))?.reveal() ?? null);
  return values;
}
const placesOf = async ({ id }: ConnectionRecord) =>
  (await ctx.storage.credentials.listOf(id)).map(({ backend }) => backend);

async function moveAll(to: BackendName, limit: number): Promise<MoveProgress> {
  let after: string | undefined;
  let moved = 0;
  for (;;) {
    const part = await moveCredentials(ctx, { to, limit, ...(after !== undefined && { after }) });
    moved += part.moved;
    if (part.next === null) return { ...part, moved };
    after = part.next;
  }
}

const movesInLog = async () =>
  (await harness.events()).filter(({ eventType }) => eventType === "CREDENTIALS_MOVED");

describe("moving credentials", () => {
  it("brings all of them to Vault and back, in parts, and the device identity never", async () => {
    const other = await harness.person();
    const connections = [await remembering(12), await remembering(3, other.id)];
    const [first] = connections;
    if (first === undefined) throw new Error("there are two");
    const device = { createDeviceToken: () => new Secret("device-1") } as Parameters<typeof deviceTokenOf>[3];
    await ctx.storage.transaction((tx) => deviceTokenOf(ctx, tx, first, device));
    const before = await Promise.all(connections.map(valuesOf));

    expect(await moveAll("vault", 4)).toEqual({ moved: 15, skipped: 0, left: 0, next: null });
    expect(inVault()).toBe(15);
    expect(await placesOf(first)).toEqual(["database", ...Array.from({ length: 12 }, () => "vault")]);
    expect(await Promise.all(connections.map(valuesOf))).toEqual(before);
    const rows = await ctx.storage.credentials.listOf(first.id);
    expect(rows.filter(({ backend }) => backend === "vault").every((row) => row.ciphertext === null)).toBe(
      true,
    );

    expect(await moveAll("database", 200)).toEqual({ moved: 15, skipped: 0, left: 0, next: null });
    expect(inVault()).toBe(0);
    expect(await Promise.all(connections.map(valuesOf))).toEqual(before);

    const events = await movesInLog();
    expect(events.map(({ details }) => details)).toEqual([
      ...[4, 4, 4, 3].map((count) => ({ from: "database", to: "vault", count })),
      ...[10, 5].map((count) => ({ from: "vault", to: "database", count })),
    ]);
    expect(JSON.stringify([events, harness.logLines])).not.toContain("value 0 of");
  });

  it("moves one connection's only, where that is one's own", async () => {
    const [mine, another] = [await remembering(2), await remembering(2)];
    const moved = await moveCredentials(ctx, { to: "vault", connectionId: mine.id });
    expect(moved).toEqual({ moved: 2, skipped: 0, left: 0, next: null });
    expect(await placesOf(mine)).toEqual(["vault", "vault"]);
    expect(await placesOf(another)).toEqual(["database", "database"]);
    const theirs = await remembering(1, (await harness.person()).id);
    await expect(moveCredentials(ctx, { to: "vault", connectionId: theirs.id })).rejects.toMatchObject({
      code: "API_RESOURCE_NOT_FOUND",
    });
  });

  it("moves nothing to a place that is away or read only, and says why", async () => {
    const connection = await remembering(2);
    await simulator.away();
    await expect(moveCredentials(ctx, { to: "vault" })).rejects.toMatchObject({
      code: "STORAGE_BACKEND_UNAVAILABLE",
    });
    await simulator.back();
    await expect(moveCredentials(ctx, { to: "env" })).rejects.toMatchObject({
      code: "STORAGE_BACKEND_READ_ONLY",
      message: expect.stringContaining("Choose database, keyring or vault."),
    });
    expect(await placesOf(connection)).toEqual(["database", "database"]);
    expect([inVault(), await movesInLog()]).toEqual([0, []]);
  });

  it("keeps what was moved when the target fails in the middle, and goes on later", async () => {
    const connection = await remembering(6);
    const before = await valuesOf(connection);
    const vault = ctx.credentialBackends.byName("vault");
    let puts = 0;
    const failing: ServiceContext = {
      ...ctx,
      credentialBackends: {
        ...ctx.credentialBackends,
        byName: (name) =>
          name !== "vault"
            ? ctx.credentialBackends.byName(name)
            : {
                ...vault,
                put: async (...given) => {
                  puts += 1;
                  if (puts === 4) await simulator.away();
                  return vault.put(...given);
                },
              },
      },
    };
    await expect(moveCredentials(failing, { to: "vault" })).rejects.toMatchObject({
      code: "STORAGE_BACKEND_UNAVAILABLE",
    });
    await simulator.back();
    expect((await placesOf(connection)).filter((place) => place === "vault")).toHaveLength(3);
    expect(await valuesOf(connection)).toEqual(before);
    expect(await moveCredentials(ctx, { to: "vault" })).toEqual({
      moved: 3,
      skipped: 0,
      left: 0,
      next: null,
    });
    expect(await valuesOf(connection)).toEqual(before);
    expect((await movesInLog()).map(({ details }) => details["count"])).toEqual([3, 3]);
  });

  it("leaves a credential alone that was changed or forgotten meanwhile", async () => {
    const connection = await remembering(3);
    const vault = ctx.credentialBackends.byName("vault");
    let puts = 0;
    const meanwhile: ServiceContext = {
      ...ctx,
      credentialBackends: {
        ...ctx.credentialBackends,
        byName: (name) =>
          name !== "vault"
            ? ctx.credentialBackends.byName(name)
            : {
                ...vault,
                put: async (...given) => {
                  puts += 1;
                  if (puts === 3) {
                    await ctx.storage.transaction((tx) =>
                      storeCredential(ctx, tx, connection, "field0", new Secret("typed anew")),
                    );
                    await ctx.storage.credentials.remove(connection.id, ["field1"]);
                  }
                  return vault.put(...given);
                },
              },
      },
    };
    const moved = await moveCredentials(meanwhile, { to: "vault" });
    expect(moved).toEqual({ moved: 1, skipped: 2, left: 1, next: null });
    expect(await valuesOf(connection)).toEqual(["typed anew", storedValue(connection, 2)]);
    expect(inVault()).toBe(1);
  });

  it("leaves alone what is not where its row says, and what can't be read", async () => {
    const [lost, broken] = [await remembering(1), await remembering(1)];
    await moveCredentials(ctx, { to: "vault", connectionId: lost.id });
    simulator.keyValues.secrets.clear();
    const [row] = await ctx.storage.credentials.listOf(broken.id);
    if (row === undefined) throw new Error("there is one");
    await ctx.storage.credentials.put({ ...row, id: "another-row" });
    expect(await moveCredentials(ctx, { to: "database" })).toMatchObject({ moved: 0, skipped: 1, left: 1 });
    expect(await moveCredentials(ctx, { to: "vault" })).toMatchObject({ moved: 0, skipped: 1, left: 1 });
    expect(harness.logLines.join()).toContain("is not where its row says");
    expect(harness.logLines.join()).toContain("can't be read, and stays where it is");
    expect([inVault(), (await movesInLog()).length]).toEqual([0, 1]);
  });

  it("trusts no place that gives back something else, and leaves no copy there", async () => {
    const connection = await remembering(1);
    const vault = ctx.credentialBackends.byName("vault");
    const garbling = (back: Secret | null): ServiceContext => ({
      ...ctx,
      credentialBackends: {
        ...ctx.credentialBackends,
        byName: (name) =>
          name === "vault" ? { ...vault, get: async () => back } : ctx.credentialBackends.byName(name),
      },
    });
    for (const back of [new Secret("something else"), null]) {
      await expect(moveCredentials(garbling(back), { to: "vault" })).rejects.toMatchObject({
        code: "STORAGE_WRITE_ERROR",
      });
    }
    expect(inVault()).toBe(0);
    expect(await placesOf(connection)).toEqual(["database"]);
  });

  it("hides nothing from a sign-in that reads at that moment", async () => {
    const connection = await remembering(1);
    await moveCredentials(ctx, { to: "vault" });
    const vault = ctx.credentialBackends.byName("vault");
    const slow: ServiceContext = {
      ...ctx,
      credentialBackends: {
        ...ctx.credentialBackends,
        byName: (name) =>
          name !== "vault"
            ? ctx.credentialBackends.byName(name)
            : {
                ...vault,
                get: async (...given) => {
                  await moveCredentials(ctx, { to: "database" });
                  return vault.get(...given);
                },
              },
      },
    };
    const read = await readCredential(slow, ctx.storage, connection, "field0");
    expect(read?.reveal()).toBe(storedValue(connection, 0));
    // Where nothing was moved it is just not there.
    await moveCredentials(ctx, { to: "vault" });
    simulator.keyValues.secrets.clear();
    expect(await readCredential(ctx, ctx.storage, connection, "field0")).toBeNull();
  });

  it("needs the permission to change settings", async () => {
    const user: ServiceContext = { ...ctx, actor: (await harness.member("user")).actor };
    await expect(moveCredentials(user, { to: "vault" })).rejects.toMatchObject({
      code: "API_PERMISSION_DENIED",
    });
    await expect(readCredentialStorage(user)).rejects.toMatchObject({ code: "API_PERMISSION_DENIED" });
  });
});

describe.skipIf(keyringMissing !== null)("moving credentials to a real keyring", () => {
  const service = useSecretService(searchPath);

  it("brings them there from the database, on to Vault, and home, and leaves nothing behind", async () => {
    const connection = await remembering(2);
    const before = await valuesOf(connection);
    const keyring = ctx.credentialBackends.byName("keyring");
    const stations = [
      { to: "keyring", inKeyring: 2, inVaultThen: 0 },
      { to: "vault", inKeyring: 0, inVaultThen: 2 },
      { to: "keyring", inKeyring: 2, inVaultThen: 0 },
      { to: "database", inKeyring: 0, inVaultThen: 0 },
    ] as const;
    for (const { to, inKeyring, inVaultThen } of stations) {
      expect(await moveAll(to, 200)).toEqual({ moved: 2, skipped: 0, left: 0, next: null });
      expect(await placesOf(connection)).toEqual([to, to]);
      expect(await valuesOf(connection)).toEqual(before);
      expect([(await keyring.list()).length, inVault()]).toEqual([inKeyring, inVaultThen]);
    }
  }, 60_000);

  it("loses nothing while it is away: what is there is read again when it is back", async () => {
    const connection = await remembering(2);
    const before = await valuesOf(connection);
    await moveAll("keyring", 200);
    await service().stop();
    await expect(valuesOf(connection)).rejects.toMatchObject({ code: "STORAGE_BACKEND_UNAVAILABLE" });
    await expect(moveCredentials(ctx, { to: "database" })).rejects.toMatchObject({
      code: "STORAGE_BACKEND_UNAVAILABLE",
    });
    expect(await placesOf(connection)).toEqual(["keyring", "keyring"]);
    await service().start();
    expect(await moveAll("database", 200)).toEqual({ moved: 2, skipped: 0, left: 0, next: null });
    expect(await valuesOf(connection)).toEqual(before);
  });
});

describe("the status of credential storage", () => {
  it("counts what is where, the place in use first, and says what is wrong", async () => {
    const connection = await remembering(3);
    await moveCredentials(ctx, { to: "vault", connectionId: connection.id });
    await remembering(1);
    current = "vault";
    const { backends } = await readCredentialStorage(ctx);
    expect(
      backends.map(({ name, isCurrent, canWrite, isUp, credentials }) => [
        name,
        isCurrent,
        canWrite,
        name === "keyring" || isUp,
        credentials,
      ]),
    ).toEqual([
      ["vault", true, true, true, 3],
      ["database", false, true, true, 1],
      ["keyring", false, true, true, 0],
      ["env", false, false, false, 0],
    ]);
    await simulator.away();
    const [vault] = (await readCredentialStorage(ctx)).backends;
    expect(vault).toMatchObject({ isUp: false, reason: expect.any(String), credentials: 3 });
    await simulator.back();
  });
});

describe("leftovers", () => {
  it("are removed an hour after they were first seen, and nothing else", async () => {
    current = "vault";
    const connection = await remembering(0);
    const put = await putOutside(ctx, connection, {
      password: new Secret("kept"),
      username: new Secret("left behind"),
    });
    const kept = put.filter(({ name }) => name === "password");
    await ctx.storage.transaction((tx) => writeRows(ctx, tx, connection, kept));
    const round = leftoverRounds();
    const system = systemContext(ctx);
    await round(system);
    harness.clock.advance(HOUR_MS - 1);
    await round(system);
    expect(inVault()).toBe(2);
    harness.clock.advance(1);
    await round(system);
    expect(inVault()).toBe(1);
    expect(await valuesOf(connection)).toEqual(["kept"]);
    expect(harness.logLines.join()).toContain("that belong to nothing any more were removed");
    harness.clock.advance(HOUR_MS);
    await round(system);
    expect(inVault()).toBe(1);
  });

  it("wait while their place is away, and are counted anew", async () => {
    current = "vault";
    const connection = await remembering(0);
    await putOutside(ctx, connection, { password: new Secret("left behind") });
    const round = leftoverRounds();
    const system = systemContext(ctx);
    await round(system);
    await simulator.away();
    harness.clock.advance(HOUR_MS);
    await round(system);
    await simulator.back();
    await round(system);
    expect(inVault()).toBe(1);
    harness.clock.advance(HOUR_MS);
    await round(system);
    expect(inVault()).toBe(0);
  });
});
