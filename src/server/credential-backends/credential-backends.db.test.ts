import { tmpdir } from "node:os";
import { describe, expect, test } from "vitest";
import { readEnvironment } from "@/env";
import { createCredentialBackends } from "@/server/credential-backends/create-backends";
import type { BackendStage } from "@/server/credential-backends/credential-backend.contract";
import { describeCredentialBackend } from "@/server/credential-backends/credential-backend.contract";
import { createVaultClient } from "@/server/vault/vault-client";
import { BACKEND_NAMES } from "@/shared/schemas/credential-storage";
import { Secret } from "@/shared/secret";
import { buildConnection } from "@/test/builders";
import { createServiceHarness } from "@/test/service-harness";
import { noVariables } from "@/test/test-settings";
import { startVaultSimulator } from "@/test/vault-simulator";

/** Two people with a connection each, on a database. */
async function people() {
  const harness = await createServiceHarness();
  const [one, two] = [await harness.person({ isOwner: true }), await harness.person()];
  const connections = [one, two].map(({ id }) => buildConnection({ ownerId: id }));
  for (const connection of connections) await harness.services.storage.connections.create(connection);
  const [ofOne, ofTwo] = connections.map(({ id, ownerId }) => ({
    id: "credential-1",
    ownerId,
    connectionId: id,
    name: "password",
  }));
  if (ofOne === undefined || ofTwo === undefined) throw new Error("there are two");
  return { harness, refs: { one: ofOne, two: ofTwo } };
}

describeCredentialBackend("database", async (): Promise<BackendStage> => {
  const { harness, refs } = await people();
  return {
    backend: harness.services.credentialBackends.byName("database"),
    tx: harness.services.storage,
    refs,
    logLines: () => harness.logLines,
    trouble: null,
    close: harness.close,
  };
});

async function vaultStage(): Promise<BackendStage & { readonly paths: () => string[] }> {
  const { harness, refs } = await people();
  const { storage, cipher, random, clock, log } = harness.services;
  const simulator = await startVaultSimulator({ now: () => clock.now() });
  const client = await createVaultClient(
    {
      address: simulator.url,
      login: { kind: "approle", roleId: simulator.roleId, secretId: new Secret(simulator.secretId) },
      namespace: undefined,
      caFile: undefined,
      kvMount: "secret",
      kvPrefix: "teams/trading",
      transitMount: "transit",
      transitKey: undefined,
    },
    { clock, log, timeoutMs: 2000 },
  );
  const backends = createCredentialBackends({
    storage,
    cipher,
    random,
    vault: { client, prefix: "teams/trading" },
    readVariables: noVariables,
    current: () => "vault",
  });
  return {
    backend: backends.current(),
    tx: storage,
    refs,
    logLines: () => harness.logLines,
    paths: () => [...simulator.keyValues.secrets.keys()],
    trouble: { away: () => simulator.away(), back: () => simulator.back() },
    close: async () => {
      await client.close();
      await simulator.close();
      await harness.close();
    },
  };
}

describeCredentialBackend("vault", vaultStage);

test("Vault's paths begin with the prefix and the install, and name person, connection and field", async () => {
  const stage = await vaultStage();
  const { ownerId, connectionId } = stage.refs.one;
  await stage.backend.put(stage.tx, stage.refs.one, new Secret("a password"));
  const [path] = stage.paths();
  expect(path).toMatch(/^teams\/trading\/[0-9a-f-]{36}\//);
  expect(path).toContain(`/${ownerId}/${connectionId}/password/credential-1`);
  await stage.close();
});

test("credentials are at the mount that VAULT_KV_MOUNT names, and nowhere else", async () => {
  const { harness, refs } = await people();
  const { storage, cipher, random, clock, log } = harness.services;
  const simulator = await startVaultSimulator({ now: () => clock.now(), kvMount: "teams/kv" });
  const closing: (() => Promise<void>)[] = [];
  const backendWith = async (variables: Readonly<Record<string, string>>) => {
    const { vault } = readEnvironment(
      { VAULT_ADDR: simulator.url, VAULT_TOKEN: simulator.issueToken(), ...variables },
      tmpdir(),
    );
    if (vault === null) throw new Error("Vault is set");
    const client = await createVaultClient(vault, { clock, log, timeoutMs: 2000 });
    closing.push(() => client.close());
    const options = { storage, cipher, random, readVariables: noVariables, current: () => "vault" as const };
    return createCredentialBackends({ ...options, vault: { client, prefix: vault.kvPrefix } }).current();
  };

  const backend = await backendWith({ VAULT_KV_MOUNT: "teams/kv" });
  const reference = await backend.put(storage, refs.one, new Secret("a password"));
  // By a process that starts later.
  const again = await backendWith({ VAULT_KV_MOUNT: "teams/kv" });
  expect((await again.get(storage, refs.one, reference))?.reveal()).toBe("a password");
  expect(await again.list()).toHaveLength(1);
  expect(await again.check()).toEqual({ isUp: true, reason: null });
  const places = simulator.requests.filter((line) => !/ (auth|sys)\//.test(line));
  expect(places.filter((line) => !/^[A-Z]+ teams\/kv\/(data|metadata)\/?/.test(line))).toEqual([]);
  expect(places).toContainEqual(expect.stringMatching(/^POST teams\/kv\/data\/wheelhouse\//));

  const elsewhere = await backendWith({});
  await expect(elsewhere.get(storage, refs.one, reference)).rejects.toThrow("VAULT_KV_MOUNT");
  await expect(elsewhere.put(storage, refs.two, new Secret("another"))).rejects.toThrow("VAULT_KV_MOUNT");
  expect(simulator.keyValues.secrets.size).toBe(1);
  for (const close of closing) await close();
  await simulator.close();
  await harness.close();
});

describe("environment", () => {
  const VARIABLES = {
    ROBINHOOD_USERNAME: "rosa@example.com",
    ROBINHOOD_PASSWORD: "from the environment",
    ROBINHOOD_MFA_SECRET: "JBSWY3DPEHPK3PXP",
  };

  async function stage(variables: Readonly<Record<string, string>>) {
    const { harness, refs } = await people();
    const { storage, cipher, random } = harness.services;
    const readVariables = () => noVariables(variables);
    const options = { storage, cipher, random, vault: null, readVariables };
    return { harness, refs, ...createCredentialBackends({ ...options, current: () => "env" as const }) };
  }

  test("gives the owner's connections their credentials, and nobody else's", async () => {
    const { harness, refs, current } = await stage(VARIABLES);
    const backend = current();
    const get = async (ref: typeof refs.one) =>
      (await backend.get(harness.services.storage, ref, null))?.reveal();
    expect(await backend.check()).toEqual({ isUp: true, reason: null });
    expect(await get(refs.one)).toBe("from the environment");
    expect(await get({ ...refs.one, name: "username" })).toBe("rosa@example.com");
    expect(await get({ ...refs.one, name: "mfaSecret" })).toBe("JBSWY3DPEHPK3PXP");
    for (const other of [
      refs.two,
      { ...refs.one, name: "mfaCode" },
      { ...refs.one, name: "toString" },
      { ...refs.one, connectionId: refs.two.connectionId },
      { ...refs.one, connectionId: "unknown" },
      { ...refs.one, ownerId: "unknown" },
    ]) {
      expect(await get(other)).toBeUndefined();
    }
    const etrade = buildConnection({ ownerId: refs.one.ownerId, broker: "etrade" });
    await harness.services.storage.connections.create(etrade);
    expect(await get({ ...refs.one, connectionId: etrade.id })).toBeUndefined();
    await harness.close();
  });

  test("takes nothing, and says so", async () => {
    const { harness, refs, current } = await stage(VARIABLES);
    const backend = current();
    expect(backend.canWrite).toBe(false);
    await expect(backend.put(harness.services.storage, refs.one, new Secret("typed"))).rejects.toMatchObject({
      code: "STORAGE_BACKEND_READ_ONLY",
    });
    await backend.remove(refs.one);
    expect(await backend.list()).toEqual([]);
    await harness.close();
  });

  test("names what is missing or malformed, and no value", async () => {
    const nothing = await stage({});
    expect(await nothing.current().check()).toEqual({
      isUp: false,
      reason: "Set ROBINHOOD_USERNAME and ROBINHOOD_PASSWORD, and restart.",
    });
    const { refs } = nothing;
    expect(await nothing.current().get(nothing.harness.services.storage, refs.one, null)).toBeNull();
    const wrong = await stage({ ...VARIABLES, ROBINHOOD_USERNAME: "not-an-e-mail" });
    const { isUp, reason } = await wrong.current().check();
    expect(isUp).toBe(false);
    expect(reason).toContain("ROBINHOOD_USERNAME");
    expect(reason).not.toContain("not-an-e-mail");
    await expect(
      wrong.current().get(wrong.harness.services.storage, wrong.refs.one, null),
    ).rejects.toMatchObject({ code: "STORAGE_BACKEND_UNAVAILABLE" });
    await nothing.harness.close();
    await wrong.harness.close();
  });
});

test("where no Vault is set, what was put there is not lost but can't be had, with the reason", async () => {
  const { harness, refs } = await people();
  const { credentialBackends, storage } = harness.services;
  expect(credentialBackends.all().map(({ name }) => name)).toEqual([...BACKEND_NAMES]);
  const vault = credentialBackends.byName("vault");
  const { isUp, reason } = await vault.check();
  expect(isUp).toBe(false);
  expect(reason).toContain("VAULT_ADDR");
  const refused = { code: "STORAGE_BACKEND_UNAVAILABLE" };
  await expect(vault.get(storage, refs.one, null)).rejects.toMatchObject(refused);
  await expect(vault.put(storage, refs.one, new Secret("x"))).rejects.toMatchObject(refused);
  await expect(vault.remove(refs.one)).rejects.toMatchObject(refused);
  expect(await vault.list()).toEqual([]);
  await harness.close();
});
