import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { Logger } from "@/server/observability/logger";
import type { VaultClient } from "@/server/vault/vault.port";
import { createVaultClient } from "@/server/vault/vault-client";
import { isVaultError, type VaultError } from "@/server/vault/vault-error";
import { createTransit } from "@/server/vault/vault-transit";
import { Secret } from "@/shared/secret";
import type { VaultOptions } from "@/shared/settings/vault-options";
import { eventually } from "@/test/eventually";
import { FixedClock } from "@/test/fixed-clock";
import { startVaultSimulator, type VaultSimulator } from "@/test/vault-simulator";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Stage {
  readonly vault: VaultSimulator;
  readonly clock: FixedClock;
  readonly warnings: string[];
  client(given?: Partial<VaultOptions>): Promise<VaultClient>;
}

async function stage(options: Partial<Parameters<typeof startVaultSimulator>[0]> = {}): Promise<Stage> {
  const clock = new FixedClock();
  const vault = await startVaultSimulator({ now: () => clock.now(), ...options });
  closing.push(() => vault.close());
  const warnings: string[] = [];
  const ignore = () => {};
  const log: Logger = {
    debug: ignore,
    info: ignore,
    warn: (fields, message) => warnings.push(`${message} ${JSON.stringify(fields)}`),
    error: ignore,
  };
  const client = async (given: Partial<VaultOptions> = {}) => {
    const made = await createVaultClient(
      {
        address: vault.url,
        login: { kind: "token", token: new Secret(vault.issueToken()) },
        namespace: undefined,
        caFile: undefined,
        kvMount: "secret",
        kvPrefix: "wheelhouse",
        transitMount: "transit",
        transitKey: undefined,
        ...given,
      },
      { clock, log, timeoutMs: 2000 },
    );
    closing.push(() => made.close());
    return made;
  };
  return { vault, clock, warnings, client };
}

const failure = async (work: Promise<unknown>): Promise<VaultError> => {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ name: "AppError", code: "STORAGE_BACKEND_UNAVAILABLE" });
  return error as VaultError;
};
const approle = ({ roleId, secretId }: VaultSimulator): VaultOptions["login"] => ({
  kind: "approle",
  roleId,
  secretId: new Secret(secretId),
});

describe("key-value store, version 2", () => {
  test("writes versions, reads the newest, lists, and removes all of them", async () => {
    const { vault, client } = await stage();
    const { keyValues } = await client();
    const path = ["wheelhouse", "rosa", "pass/word"];
    expect(await keyValues.read(path)).toBeNull();
    expect(await keyValues.list(["wheelhouse"])).toEqual([]);
    expect(await keyValues.write(path, { value: "first" }, 0)).toBe(1);
    expect(await keyValues.write(path, { value: "second" })).toBe(2);
    expect(await keyValues.read(path)).toEqual({ data: { value: "second" }, version: 2 });
    expect(await keyValues.list(["wheelhouse"])).toEqual(["rosa/"]);
    await keyValues.remove(path);
    await keyValues.remove(path);
    expect(await keyValues.read(path)).toBeNull();
    expect([...vault.keyValues.secrets.keys()]).toEqual([]);
  });

  test("a version that was not expected is a conflict and changes nothing", async () => {
    const { client } = await stage();
    const { keyValues } = await client();
    await keyValues.write(["one"], { value: "first" });
    expect(isVaultError(await failure(keyValues.write(["one"], { value: "mine" }, 0)), "conflict")).toBe(
      true,
    );
    expect(await keyValues.read(["one"])).toMatchObject({ data: { value: "first" } });
  });

  test("a mount that does not exist is not the same as an empty place", async () => {
    const { client } = await stage();
    const { keyValues } = await client({ kvMount: "kv/two" });
    for (const work of [
      () => keyValues.read(["one"]),
      () => keyValues.write(["one"], { value: "text" }),
      () => keyValues.remove(["one"]),
      () => keyValues.list([]),
    ]) {
      const error = await failure(work());
      expect(error.kind).toBe("missing");
      expect(error.message).toContain("VAULT_KV_MOUNT");
    }
  });
});

describe("transit", () => {
  test("wraps, unwraps, and wraps again under a newer version of the key", async () => {
    const { vault, client } = await stage();
    const { transit } = await client();
    expect(await transit.key("master")).toBeNull();
    await transit.createKey("master");
    await transit.createKey("master");
    const wrapper = createTransit(transit, "master");
    const wrapped = await wrapper.wrap(Buffer.from("thirty-two bytes of master key!!"));
    expect(wrapped).toMatch(/^vault:v1:/);
    vault.transit.rotate("master");
    const rewrapped = await wrapper.rewrap(wrapped);
    expect(rewrapped).toMatch(/^vault:v2:/);
    for (const text of [wrapped, rewrapped]) {
      expect((await wrapper.unwrap(text)).toString()).toBe("thirty-two bytes of master key!!");
    }
    expect(await transit.key("master")).toEqual({
      type: "aes256-gcm96",
      latestVersion: 2,
      minDecryptionVersion: 1,
    });
  });

  test("makes no key by a mistyped name, and reads no text that was altered", async () => {
    const { vault, client } = await stage();
    const { transit } = await client();
    const missing = await failure(transit.encrypt("mistyped", Buffer.from("x")));
    expect(missing.kind).toBe("missing");
    expect(missing.message).toContain("VAULT_TRANSIT_KEY");
    expect(vault.transit.keys.size).toBe(0);
    await transit.createKey("master");
    expect((await failure(transit.decrypt("master", "vault:v1:AAAA"))).kind).toBe("unexpected");
    vault.forbidden.add("transit/keys");
    expect((await failure(transit.key("master"))).kind).toBe("denied");
    expect((await failure(transit.createKey("other"))).kind).toBe("denied");
  });
});

describe("signing in", () => {
  test("a token without an end is looked up once and never renewed", async () => {
    const { vault, client } = await stage();
    const one = await client();
    expect(await one.token()).toEqual({ expiresAt: null, renewable: true });
    await one.keyValues.read(["a"]);
    one.startRenewing();
    one.startRenewing();
    await one.close();
    expect(vault.requests).toEqual(["GET auth/token/lookup-self", "GET secret/data/a"]);
  });

  test("a given token is renewed ahead of its end, also while nobody asks for anything", async () => {
    const { vault, clock, client } = await stage({ ttlSeconds: 3600 });
    const token = new Secret(vault.issueToken({ ttlSeconds: 3600 }));
    const one = await client({ login: { kind: "token", token } });
    one.startRenewing();
    await eventually(() => expect(clock.sleepers).toBe(1));
    for (const round of [1, 2, 3]) {
      clock.advance(2_400_000);
      await eventually(() =>
        expect(vault.requests.filter((line) => line.includes("renew-self")).length).toBe(round),
      );
      await eventually(() => expect(clock.sleepers).toBe(1));
    }
    expect(await one.keyValues.read(["a"])).toBeNull();
  });

  test("a token at the end of its longest life serves to the end, and is then asked for anew", async () => {
    const { vault, clock, warnings, client } = await stage({ ttlSeconds: 3600 });
    const token = vault.issueToken({ ttlSeconds: 3600, longestSeconds: 4000 });
    const one = await client({ login: { kind: "token", token: new Secret(token) } });
    await one.token();
    clock.advance(2_500_000);
    expect(await one.token()).toMatchObject({ renewable: true });
    clock.advance(1_100_000);
    expect(await one.token()).toMatchObject({ renewable: false });
    expect(warnings).toEqual([expect.stringContaining("set a new VAULT_TOKEN")]);
    clock.advance(400_000);
    const ended = await failure(one.token());
    expect(ended.kind).toBe("denied");
    expect(ended.message).toContain("VAULT_TOKEN");
    expect(JSON.stringify([warnings, ended.message])).not.toContain(token);
  });

  test("a token that may not be renewed is told of once", async () => {
    const { vault, clock, warnings, client } = await stage();
    const token = new Secret(vault.issueToken({ ttlSeconds: 900, renewable: false }));
    const one = await client({ login: { kind: "token", token } });
    await one.token();
    clock.advance(700_000);
    await one.token();
    await one.token();
    expect(warnings).toHaveLength(1);
  });

  test("AppRole signs in, renews, and signs in again at the end of the longest life", async () => {
    const { vault, clock, client } = await stage({ ttlSeconds: 600, longestSeconds: 1200 });
    const one = await client({ login: approle(vault) });
    const rounds = [0, 1, 2, 3, 4, 5, 6, 7, 8];
    for (const _ of rounds) {
      await one.keyValues.read(["a"]);
      clock.advance(410_000);
    }
    const of = (what: string) => vault.requests.filter((line) => line.includes(what)).length;
    expect(of("approle/login")).toBeGreaterThan(1);
    expect(of("renew-self")).toBeGreaterThan(1);
    expect(of("secret/data")).toBe(rounds.length);
  });

  test("AppRole replaces a token that was revoked, once for all who ask at the time", async () => {
    const { vault, client } = await stage();
    const one = await client({ login: approle(vault) });
    const before = one.keyValues.write(["a"], { value: "kept" });
    await before;
    vault.revokeAll();
    const reads = await Promise.all([1, 2, 3].map(() => one.keyValues.read(["a"])));
    expect(reads.map((read) => read?.data)).toEqual(Array(3).fill({ value: "kept" }));
    expect(vault.requests.filter((line) => line.includes("approle/login"))).toHaveLength(2);
  });

  test("a refused login says which variables to mend", async () => {
    const { vault, client } = await stage();
    const wrong = { ...approle(vault), roleId: "not-this" } as VaultOptions["login"];
    expect((await failure((await client({ login: wrong })).token())).message).toContain("VAULT_SECRET_ID");
    const token = new Secret("hvs.wrong");
    const refused = await failure((await client({ login: { kind: "token", token } })).keyValues.list([]));
    expect(refused.kind).toBe("denied");
    expect(refused.message).not.toContain("hvs");
  });

  test("a renewal that fails for trouble is tried again while the token serves on", async () => {
    const { vault, clock, warnings, client } = await stage({ ttlSeconds: 600 });
    const one = await client({ login: approle(vault) });
    await one.token();
    clock.advance(450_000);
    vault.broken = { status: 500, text: '{"errors":["internal error"]}' };
    expect(await one.token()).toMatchObject({ renewable: true });
    expect(warnings).toHaveLength(1);
    vault.broken = null;
    clock.advance(31_000);
    await one.token();
    expect(vault.requests.filter((line) => line.includes("renew-self"))).toHaveLength(2);
  });

  test("renewal waits for a server that is away", async () => {
    const { vault, clock, warnings, client } = await stage();
    await vault.away();
    const one = await client({ login: approle(vault) });
    one.startRenewing();
    await eventually(() => expect(clock.sleepers).toBe(1));
    expect(warnings).toEqual([expect.stringContaining("Vault gives no token")]);
    await vault.back();
    clock.advance(30_000);
    await eventually(() => expect(vault.liveTokens()).toBe(1));
  });
});

describe("trouble, each told apart with what to do", () => {
  test("sealed, also before the first sign-in", async () => {
    const { vault, client } = await stage();
    const before = await client();
    vault.sealed = true;
    for (const one of [before, await client({ login: approle(vault) })]) {
      const error = await failure(one.keyValues.read(["a"]));
      expect(error.kind).toBe("sealed");
      expect(error.message).toContain("Unseal it");
      expect(await one.health()).toMatchObject({ sealed: true, initialized: true });
    }
    vault.sealed = false;
    expect(await before.keyValues.read(["a"])).toBeNull();
    vault.sealed = true;
    expect((await failure(before.keyValues.read(["a"]))).kind).toBe("sealed");
  });

  test("denied by the policy", async () => {
    const { vault, client } = await stage();
    vault.forbidden.add("secret/");
    const { keyValues } = await client();
    const error = await failure(keyValues.read(["wheelhouse", "rosa"]));
    expect(error.kind).toBe("denied");
    expect(error.message).toContain("read secret/data/:path");
    expect(error.message).not.toContain("rosa");
    const other = await client({ login: approle(vault) });
    expect((await failure(other.keyValues.read(["a"]))).kind).toBe("denied");
  });

  test("not reachable", async () => {
    const { vault, client } = await stage();
    const one = await client();
    await vault.away();
    const error = await failure(one.keyValues.read(["a"]));
    expect(error.kind).toBe("unreachable");
    expect(error.message).toContain("VAULT_ADDR");
    await vault.back();
    expect(await one.keyValues.read(["a"])).toBeNull();
  });

  test("a server error, an answer that is none of Vault's, and a redirect", async () => {
    const { vault, client } = await stage();
    const one = await client();
    await one.token();
    vault.broken = { status: 502, text: '{"initialized":true,"sealed":false,"standby":false,"version":"1"}' };
    expect((await failure(one.keyValues.read(["a"]))).kind).toBe("unreachable");
    for (const text of ["<html>", '{"data":{"data":{"value":7},"metadata":{"version":1}}}', "null"]) {
      vault.broken = { status: 200, text };
      const error = await failure(one.keyValues.read(["a"]));
      expect(error.kind).toBe("unexpected");
      expect(error.message).not.toContain("html");
    }
    vault.broken = { status: 307, text: "" };
    expect((await failure(one.keyValues.read(["a"]))).message).toContain("HTTP 307");
    expect((await failure((await client()).token())).kind).toBe("unexpected");
  });

  test("a certificate is believed by its authority alone", async () => {
    const { vault, client } = await stage({ tls: true });
    const error = await failure((await client()).keyValues.read(["a"]));
    expect(error.kind).toBe("tls");
    expect(error.message).toContain("VAULT_CACERT");
    const folder = mkdtempSync(join(tmpdir(), "wheelhouse-vault-"));
    const caFile = join(folder, "ca.pem");
    expect((await failure(client({ caFile }))).message).toContain(caFile);
    writeFileSync(caFile, vault.certificateAuthority);
    expect(await (await client({ caFile })).keyValues.read(["a"])).toBeNull();
  });

  test("namespaces: all requests but the question for health carry it", async () => {
    const { client } = await stage({ namespace: "teams/one" });
    const inside = await client({ namespace: "teams/one" });
    expect(await inside.keyValues.read(["a"])).toBeNull();
    expect(await inside.health()).toMatchObject({ sealed: false });
    const outside = await failure((await client()).keyValues.read(["a"]));
    expect(outside.kind).toBe("missing");
    expect(outside.message).toContain("VAULT_NAMESPACE");
  });
});
