import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createStorage } from "@/server/storage/create-storage";
import { buildConnection } from "@/test/builders";
import { cliStage } from "@/test/cli-stage";
import { startVaultSimulator, type VaultSimulator } from "@/test/vault-simulator";

const stage = cliStage();
let vault: VaultSimulator;
beforeAll(async () => {
  vault = await startVaultSimulator({ now: () => new Date() });
});
afterAll(() => vault.close());

const withVault = () => ({ variables: { VAULT_ADDR: vault.url, VAULT_TOKEN: vault.issueToken() } });
const typed = (prompt: string) =>
  prompt.includes("e-mail") ? "hana@example.com" : "not-a-real-password-hana";
const run = (...words: string[]) => stage.run(["credentials", ...words], withVault());

describe("wheelhouse credentials", () => {
  test("shows the places, and how many credentials each has", async () => {
    const login = await stage.run(["login", "--label", "Hana", "--remember"], { type: typed });
    expect(login.code).toBe(0);

    const status = await run();
    expect(status.code).toBe(0);
    expect(status.out).toMatch(/database +yes +2 +answers/);
    expect(status.out).toMatch(/vault +0 +answers/);
    expect(status.out).toMatch(/env +0 +Set ROBINHOOD_USERNAME/);

    expect(status.out).not.toContain("not-a-real-password");
  });

  test("moves what is remembered to Vault", async () => {
    const there = await run("move", "--to", "vault", "--connection", "Hana");
    expect(there).toMatchObject({ code: 0, out: "2 moved to: Vault." });
    expect(vault.keyValues.secrets.size).toBe(2);
    expect((await run("--json")).json()).toMatchObject({
      backends: [
        { name: "database", credentials: 0 },
        { name: "keyring" },
        { name: "vault", credentials: 2 },
        {},
      ],
    });
  });

  test("moves it back once Vault can be asked, and loses nothing before", async () => {
    const alone = await stage.run(["credentials", "move", "--to", "database"]);
    expect(alone).toMatchObject({ code: 6, err: expect.stringContaining("No Vault is set.") });

    const back = await run("move", "--to", "database", "--json");
    expect(back.json()).toEqual({ to: "database", moved: 2, skipped: 0, left: 0 });
    expect(vault.keyValues.secrets.size).toBe(0);
    expect(JSON.stringify(back)).not.toContain("not-a-real-password");
  });

  test("goes on part by part, and says what could not be moved", async () => {
    const storage = await createStorage({ databaseUrl: stage.database.databaseUrl });
    const owner = (await storage.users.list()).find(({ isOwner }) => isOwner);
    const connection = buildConnection({ ownerId: owner?.id ?? "", label: "Lost" });
    await storage.connections.create(connection);
    for (let at = 0; at < 51; at += 1) {
      await storage.credentials.put({
        id: `lost-${at}`,
        connectionId: connection.id,
        ownerId: connection.ownerId,
        name: `field${at}`,
        backend: "vault",
        ciphertext: null,
        createdAt: connection.createdAt,
        updatedAt: connection.createdAt,
      });
    }
    await storage.close();
    const moved = await run("move", "--to", "database", "--connection", connection.id);
    expect(moved.code).toBe(1);
    expect(moved.err).toContain("0 moved, 51 to go.");
    expect(moved.out).toContain("51 left as they were");
    expect(moved.out).toContain("51 still elsewhere. To go on: the same command again.");
  });

  test("keeps nothing where credentials come from the environment, and sends nothing to the broker", async () => {
    const before = stage.sandbox.control.requests({ person: "hana", grant: "password" }).length;
    const refused = await stage.run(["login", "--label", "Bot", "--remember"], {
      type: typed,
      variables: { SECURE_STORAGE: "env" },
    });
    expect(refused.code).not.toBe(0);
    expect(refused.err).toContain("Credentials are not kept on this install");
    expect(stage.sandbox.control.requests({ person: "hana", grant: "password" })).toHaveLength(before);
  });

  test("asks where to, and knows the places", async () => {
    expect(await run("move")).toMatchObject({
      code: 2,
      err: expect.stringContaining("--to: database, keyring"),
    });
    expect((await run("move", "--to", "elsewhere")).code).toBe(2);
    expect((await run("move", "--to", "vault", "--connection", "unknown")).code).toBe(8);
  });
});
