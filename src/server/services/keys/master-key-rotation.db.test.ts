import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { prepareKeys } from "@/cli/prepare/prepare-keys";
import type { CipherBinding } from "@/server/secrets/cipher.port";
import { masterKeyOf } from "@/server/secrets/master-key";
import { createMasterKeySource } from "@/server/secrets/master-key-source";
import { applyMasterKey } from "@/server/services/keys/apply-master-key";
import { generateMasterKey } from "@/server/services/keys/generate-master-key";
import { keepKeys } from "@/server/services/keys/keep-keys";
import { readKeyStatus } from "@/server/services/keys/read-key-status";
import { retireMasterKey } from "@/server/services/keys/retire-master-key";
import { tellOfProcess } from "@/server/services/processes/tell-of-process";
import type { ServiceContext } from "@/server/services/service-context";
import { systemContext } from "@/server/services/system-context";
import { Secret } from "@/shared/secret";
import { createKeyStage, type KeyStage } from "@/test/key-stage";
import { PASSWORD } from "@/test/service-harness";
import { FIRST_KEY, keySettings, newKeyText } from "@/test/test-keys";

const CANARY = "canary-secret-7f3a";
const DAY_MS = 86_400_000;
const FIRST = masterKeyOf(FIRST_KEY, "a test").fingerprint;
const confirmed = { confirmPassword: PASSWORD };

let stage: KeyStage;
let owner: string;
beforeEach(async () => {
  stage = await createKeyStage();
  owner = (await stage.harness.person()).id;
});
afterEach(() => stage.close());

const place = (rowId = "row-1"): CipherBinding => ({
  table: "credential",
  rowId,
  ownerId: owner,
  field: "password",
});
const write = (ctx: ServiceContext, text = CANARY) =>
  ctx.storage.transaction((tx) => ctx.cipher.encrypt(tx, place(), new Secret(text)));
const read = async (ctx: ServiceContext, text: string) =>
  (await ctx.cipher.decrypt(ctx.storage, place(), text)).reveal();
const told = new Map<string, ReturnType<typeof tellOfProcess>>();
const tell = async (ctx: ServiceContext) => {
  const rounds = told.get(ctx.processRun.id) ?? tellOfProcess();
  told.set(ctx.processRun.id, rounds);
  await rounds(ctx);
};

describe("a master key in our own file", () => {
  it("is generated, applied and removed, and all stays readable throughout", async () => {
    const ctx = await stage.start();
    const text = await write(ctx);
    const deviceMark = ctx.cipher.fingerprint("throttle", "a browser");
    const file = await ctx.cipher.files.seal("session", new Secret(CANARY), null);
    expect(await readKeyStatus(ctx)).toMatchObject({ active: FIRST, waiting: null, nextStep: "generate" });

    const made = await generateMasterKey(ctx, confirmed);
    expect(made).toEqual({ fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/), key: null });
    expect((await readdir(stage.keyFolder)).toSorted()).toEqual(["master.key", "next.key"]);
    expect(await readKeyStatus(ctx)).toMatchObject({
      active: FIRST,
      waiting: made.fingerprint,
      nextStep: "apply",
      source: { kind: "file", keepsKeys: true },
    });
    await expect(generateMasterKey(ctx, confirmed)).rejects.toMatchObject({ code: "API_CONFLICT" });

    await tell(ctx);
    const after = await applyMasterKey(ctx, confirmed);
    expect(after).toMatchObject({ active: made.fingerprint, waiting: null, nextStep: "retire" });
    expect(after.masterKeys.map(({ fingerprint, state, wraps }) => [fingerprint, state, wraps])).toEqual(
      expect.arrayContaining([
        [made.fingerprint, "active", 4],
        [FIRST, "retired", 0],
      ]),
    );
    expect((await readdir(stage.keyFolder)).toSorted()).toEqual([`${FIRST}.key`, "master.key"]);
    expect(await readFile(join(stage.keyFolder, `${FIRST}.key`), "utf8")).toBe(`${FIRST_KEY}\n`);

    const restarted = await stage.start();
    for (const process of [ctx, restarted]) {
      expect(await read(process, text)).toBe(CANARY);
      expect(process.cipher.fingerprint("throttle", "a browser")).toBe(deviceMark);
      expect(await process.cipher.files.open("session", file, null)).toBeInstanceOf(Secret);
    }
    await expect(applyMasterKey(ctx, confirmed)).rejects.toThrow("No new master key waits");

    const retire = { ...confirmed, fingerprint: FIRST, now: false } as const;
    await expect(retireMasterKey(ctx, { ...retire, fate: "archive" })).rejects.toThrow("seven days");
    stage.harness.clock.advance(7 * DAY_MS);
    await expect(
      retireMasterKey(ctx, { ...retire, fate: "archive", fingerprint: made.fingerprint }),
    ).rejects.toThrow("the key in use");
    await expect(
      retireMasterKey(ctx, { ...retire, fate: "archive", fingerprint: "0000000000000000" }),
    ).rejects.toMatchObject({ code: "API_RESOURCE_NOT_FOUND" });
    const retired = await retireMasterKey(ctx, { ...retire, fate: "archive" });
    expect(retired).toMatchObject({ leftAt: [], status: { nextStep: "generate" } });
    expect((await readdir(stage.keyFolder)).toSorted()).toEqual(["archive", "master.key"]);
    expect(await readdir(join(stage.keyFolder, "archive"))).toHaveLength(1);
    expect(retired.status.masterKeys.find(({ fingerprint }) => fingerprint === FIRST)).toMatchObject({
      state: "removed",
      held: false,
      removedAt: expect.any(String),
    });
    expect(await read(await stage.start(), text)).toBe(CANARY);
    const types = (await stage.harness.events()).map(({ eventType, targetId }) => [eventType, targetId]);
    expect(types).toEqual(
      expect.arrayContaining([
        ["MASTER_KEY_GENERATED", made.fingerprint],
        ["KEY_ROTATED", made.fingerprint],
        ["KEY_RETIRED", FIRST],
      ]),
    );
  });

  it("is destroyed at once where that is wanted", async () => {
    const ctx = await stage.start();
    await generateMasterKey(ctx, confirmed);
    await applyMasterKey(ctx, confirmed);
    await retireMasterKey(ctx, { ...confirmed, fingerprint: FIRST, fate: "shred", now: true });
    expect(await readdir(stage.keyFolder)).toEqual(["master.key"]);
  });

  it("is found by another process on the same folder, which wrote with the old one until then", async () => {
    const [one, other] = [await stage.start(), await stage.start(stage.ownFiles, "process-2")];
    const text = await write(other);
    await tell(other);
    await generateMasterKey(one, confirmed);
    await expect(applyMasterKey(one, confirmed)).rejects.toThrow("do not hold the new key: process-2-1.");
    expect(await readKeyStatus(one)).toMatchObject({ nextStep: "wait", lacking: ["process-2-1"] });
    await keepKeys()(other, new AbortController().signal);
    await tell(other);
    await applyMasterKey(one, confirmed);
    // A new person's data key: the other process has not looked since, and finds the key by its name.
    owner = (await stage.harness.person()).id;
    const later = await write(other);
    expect(await read(one, later)).toBe(CANARY);
    expect(
      (await readKeyStatus(one)).masterKeys.find(({ fingerprint }) => fingerprint === FIRST),
    ).toMatchObject({
      wraps: 0,
    });
    expect(text).not.toBe(later);

    await tell(other);
    const retire = { ...confirmed, fingerprint: FIRST, fate: "archive", now: true } as const;
    await expect(retireMasterKey(one, retire)).rejects.toThrow("still run on this key: process-2-1");
    await keepKeys()(other, new AbortController().signal);
    await tell(other);
    await retireMasterKey(one, retire);
  });

  it("is applied at the next start, also where that was killed before the files had their names", async () => {
    const ctx = await stage.start();
    const text = await write(ctx);
    const { fingerprint } = await generateMasterKey(ctx, confirmed);
    const { storage, clock, random } = stage.harness.services;
    // Everything but the files, as a kill after the commit leaves it.
    await ctx.masterKeys.refresh(storage);
    await storage.transaction((tx) => ctx.masterKeys.rewrapAll(tx, "wanted"));
    expect((await readdir(stage.keyFolder)).toSorted()).toEqual(["master.key", "next.key"]);
    expect(await read(await stage.start(), text)).toBe(CANARY);
    const source = createMasterKeySource(stage.ownFiles);
    await prepareKeys({ storage, source, clock, random });
    expect((await readdir(stage.keyFolder)).toSorted()).toEqual([`${FIRST}.key`, "master.key"]);

    const again = await generateMasterKey(await stage.start(), confirmed);
    const keys = await prepareKeys({ storage, source, clock, random });
    expect(keys.active).toBe(fingerprint);
    expect((await storage.install.get()).masterKeyFingerprint).toBe(again.fingerprint);
    expect(await read(await stage.start(), text)).toBe(CANARY);
  });

  it("is changed by admins only, who confirm with their password", async () => {
    const ctx = await stage.start();
    const wrong = { confirmPassword: "not this" };
    for (const act of [generateMasterKey, applyMasterKey]) {
      await expect(act(ctx, wrong)).rejects.toMatchObject({ code: "VALIDATION_INVALID_INPUT" });
      const user = await stage.harness.member("user", "trader");
      await expect(act(user, confirmed)).rejects.toMatchObject({ code: "API_PERMISSION_DENIED" });
    }
    expect(await readdir(stage.keyFolder)).toEqual(["master.key"]);
  });

  it("leaves everything as it was when something can't be opened", async () => {
    const ctx = await stage.start();
    await write(ctx);
    const { dataKeys, install } = ctx.storage;
    const [key] = await dataKeys.list();
    await dataKeys.rewrap(key?.id ?? "", FIRST, "v1.AAAA.BBBB", FIRST);
    await generateMasterKey(ctx, confirmed);
    await expect(applyMasterKey(ctx, confirmed)).rejects.toMatchObject({
      code: "STORAGE_READ_ERROR",
      message: expect.stringContaining(FIRST),
    });
    expect((await install.get()).masterKeyFingerprint).toBe(FIRST);
    expect((await readdir(stage.keyFolder)).toSorted()).toEqual(["master.key", "next.key"]);
  });
});

describe("a master key in a variable", () => {
  it("is changed by two restarts: with both keys, then with the new one alone", async () => {
    const ctx = await stage.start(keySettings(FIRST_KEY));
    const text = await write(ctx);
    const made = await generateMasterKey(ctx, confirmed);
    expect(made.key).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    const key = made.key ?? "";
    expect(await readKeyStatus(ctx)).toMatchObject({ waiting: null, nextStep: "generate" });
    expect(JSON.stringify(await stage.harness.events())).not.toContain(key);

    await expect(stage.start(keySettings(key))).rejects.toMatchObject({
      code: "STORAGE_READ_ERROR",
      message: expect.stringMatching(
        new RegExp(
          `Needed: the key with fingerprint ${FIRST}, in use since 20.*given: ${made.fingerprint} \\(APP_MASTER_KEY\\)`,
        ),
      ),
    });
    const wrong = masterKeyOf(newKeyText(), "a test");
    const both = (previous: string) => stage.start(keySettings(key, previous));
    const wrongText = wrong.key.export().toString("base64");
    await expect(both(wrongText)).rejects.toThrow(`${wrong.fingerprint} (APP_MASTER_KEY_PREVIOUS)`);

    const { storage, clock, random } = stage.harness.services;
    const source = createMasterKeySource(keySettings(key, FIRST_KEY));
    await prepareKeys({ storage, source, clock, random });
    expect((await storage.install.get()).masterKeyFingerprint).toBe(made.fingerprint);
    const second = await both(FIRST_KEY);
    expect(await read(second, text)).toBe(CANARY);
    const left = await retireMasterKey(second, {
      ...confirmed,
      fingerprint: FIRST,
      fate: "archive",
      now: true,
    });
    expect(left.leftAt).toEqual(["APP_MASTER_KEY_PREVIOUS"]);
    expect(await read(await stage.start(keySettings(key)), text)).toBe(CANARY);
  });

  it("waits for processes that lack it, and is then applied by whoever sees it first", async () => {
    const old = await stage.start(keySettings(FIRST_KEY), "old");
    const text = await write(old);
    await tell(old);
    const key = newKeyText();
    const { fingerprint } = masterKeyOf(key, "a test");
    const fresh = await stage.start(keySettings(key, FIRST_KEY), "new");
    const round = keepKeys();
    await round(fresh, new AbortController().signal);
    expect((await fresh.storage.install.get()).masterKeyFingerprint).toBe(FIRST);
    expect(await readKeyStatus(fresh)).toMatchObject({ nextStep: "wait", lacking: ["old-1"] });
    expect(await read(fresh, text)).toBe(CANARY);
    stage.harness.clock.advance(60_001);
    const system = systemContext(fresh);
    await Promise.all([
      round(system, new AbortController().signal),
      round(system, new AbortController().signal),
    ]);
    expect((await fresh.storage.install.get()).masterKeyFingerprint).toBe(fingerprint);
    expect(await read(fresh, text)).toBe(CANARY);
    const events = (await stage.harness.events()).filter(({ eventType }) => eventType === "KEY_ROTATED");
    expect(events).toMatchObject([
      { user: "system", details: { from: FIRST, to: fingerprint, source: "variable" } },
    ]);
  });

  it("takes the place of our own file, whose key is then the old one", async () => {
    const text = await write(await stage.start());
    const key = newKeyText();
    const settings = { ...stage.ownFiles, ...{ masterKey: new Secret(key) } };
    const ctx = await stage.start(settings);
    await applyMasterKey(ctx, confirmed);
    expect(await read(ctx, text)).toBe(CANARY);
    await retireMasterKey(ctx, { ...confirmed, fingerprint: FIRST, fate: "shred", now: true });
    expect(await readdir(stage.keyFolder)).toEqual([]);
  });
});
