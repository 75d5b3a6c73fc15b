import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sealSession } from "@/server/services/broker-sessions/session-cipher";
import { storeCredential } from "@/server/services/connections/stored-credential";
import { keepKeys } from "@/server/services/keys/keep-keys";
import { readKeyProgress } from "@/server/services/keys/read-key-progress";
import { readKeyStatus } from "@/server/services/keys/read-key-status";
import { renewDataKeys } from "@/server/services/keys/renew-data-keys";
import { resealTexts } from "@/server/services/keys/reseal-texts";
import type { ServiceContext } from "@/server/services/service-context";
import { systemContext } from "@/server/services/system-context";
import { SEALED_TABLES, type SealedTextRecord } from "@/server/storage/operation-records";
import type { UserRecord } from "@/server/storage/records";
import { Secret } from "@/shared/secret";
import { buildBrokerSession, buildCachedReply, buildConnection } from "@/test/builders";
import { createKeyStage, type KeyStage } from "@/test/key-stage";
import { PASSWORD } from "@/test/service-harness";

const ROOT = resolve(import.meta.dirname, "../../../..");
const HOUR_MS = 3_600_000;
/** As long as a lease holds, and a bit. */
const LEASE_OVER_MS = 60_001;
const PEOPLE = 3;
const REPLIES = 30;
/** A session, a password and the replies of each. */
const TEXTS = PEOPLE * (2 + REPLIES);
const STEPS_AHEAD = 10;
const never = new AbortController().signal;

let stage: KeyStage;
let ctx: ServiceContext;
beforeEach(async () => {
  stage = await createKeyStage();
  await stage.harness.person({ isOwner: true, roles: ["admin"] });
  ctx = await stage.start();
  for (let at = 0; at < PEOPLE; at += 1) await addSecrets(await stage.harness.person(), `person ${at}`);
});
afterEach(() => stage.close());

async function addSecrets(owner: UserRecord, name: string) {
  const { storage, cipher } = ctx;
  const connection = buildConnection({ ownerId: owner.id });
  await storage.connections.create(connection);
  const of = { connectionId: connection.id, ownerId: owner.id };
  const session = buildBrokerSession(of);
  const secrets = {
    accessToken: new Secret(`access token of ${name}`),
    readOnlyToken: null,
    refreshToken: null,
    expiresAt: session.expiresAt,
    hardExpiresAt: null,
    scope: "read",
    extra: {},
  };
  const ciphertext = await sealSession(ctx, storage, session, secrets);
  await storage.brokerSessions.create({ ...session, ciphertext });
  const password = new Secret(`password of ${name}`);
  await storage.transaction((tx) => storeCredential(ctx, tx, connection, "password", password));
  for (let at = 0; at < REPLIES; at += 1) {
    const row = buildCachedReply({ ...of, kind: `orders ${at}` });
    const place = { table: "cached_reply", rowId: row.id, ownerId: owner.id, field: row.kind } as const;
    const text = new Secret(`reply ${at} of ${name}`);
    await storage.cachedReplies.put({ ...row, ciphertext: await cipher.encrypt(storage, place, text) });
  }
}

/** Runs `src/test/renewing-process.ts`, and kills it as soon as it has printed this line. */
async function renewInChild(act: "begin" | "take-up", stepsAhead: number, killAt?: string) {
  const time = stage.harness.clock.now().toISOString();
  const args = ["--import", "tsx", "src/test/renewing-process.ts", act, time, String(stepsAhead)];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: {
      NODE_ENV: "production",
      WHEELHOUSE_ENV_FILE: "",
      DATA_DIR: stage.ownFiles.dataDir,
      DATABASE_URL: stage.harness.databaseUrl,
    },
  });
  let complained = "";
  child.stderr.on("data", (bytes: Buffer) => {
    complained += String(bytes);
  });
  // What was sent as it ended arrives nowhere.
  child.stdin.on("error", () => {});
  const printed: string[] = [];
  createInterface(child.stdout).on("line", (line) => {
    printed.push(line);
    if (line === killAt) child.kill("SIGKILL");
    else child.stdin.write(".");
  });
  const [code, signal]: (number | string | null)[] = await once(child, "close");
  return { code, signal, printed, complained };
}

async function allTexts(): Promise<SealedTextRecord[]> {
  const found: SealedTextRecord[] = [];
  for (const table of SEALED_TABLES) found.push(...(await ctx.storage.sealedTexts.after(table, "", 1000)));
  return found;
}
/** Every secret in the clear, by its place, as this process reads it. */
async function allSecrets(by: ServiceContext): Promise<Map<string, string>> {
  const opened = (await allTexts()).map(async (text) => {
    const secret = await by.cipher.decrypt(by.storage, text, text.ciphertext);
    return [`${text.table} ${text.rowId} ${text.field}`, secret.reveal()] as const;
  });
  return new Map(await Promise.all(opened));
}
async function retiredKeys(): Promise<Set<string>> {
  const keys = await ctx.storage.dataKeys.list();
  return new Set(keys.filter(({ retiredAt }) => retiredAt !== null).map(({ id }) => id));
}
/** How many texts are under the keys of before, and how many under the new ones. */
async function countByAge() {
  const retired = await retiredKeys();
  const texts = await allTexts();
  const old = texts.filter(({ ciphertext }) => retired.has(ciphertext.split(".")[1] ?? "")).length;
  return { old, renewed: texts.length - old };
}
const takeUp = (by: ServiceContext) => resealTexts(systemContext(by), never);
const renewalEvents = async () =>
  (await stage.harness.events())
    .map(({ eventType }) => eventType)
    .filter((type) => type.startsWith("DATA_KEY"));

// Each process reads most of the product's sources at its start.
describe("a renewal of data keys whose process is killed", { timeout: 180_000 }, () => {
  it.each([
    { point: "in its first table, before it noted any progress", killAt: 2, by: "this process" },
    { point: "in the middle", killAt: 40, by: "another process" },
    { point: "shortly before its end", killAt: 85, by: "this process" },
  ])("is finished by $by when it died $point, and nothing is lost", async ({ killAt, by }) => {
    const before = await allSecrets(ctx);
    expect(before.size).toBe(TEXTS);

    const killed = await renewInChild("begin", STEPS_AHEAD, `text ${killAt}`);
    expect(killed).toMatchObject({ code: null, signal: "SIGKILL", complained: "" });
    expect(killed.printed).not.toContain("over");
    const then = await countByAge();
    expect(then.renewed).toBeGreaterThanOrEqual(killAt);
    expect(then.renewed).toBeLessThanOrEqual(killAt + STEPS_AHEAD + 1);
    expect(then.old).toBeGreaterThan(0);
    const progress = await readKeyProgress(ctx);
    expect(progress).toMatchObject({ status: "running", total: TEXTS, endedAt: null });
    expect(progress?.done).toBeLessThanOrEqual(then.renewed);

    // Between the two keys everybody reads all of it, also who starts now; and nobody works on it while its lease holds.
    expect(await allSecrets(ctx)).toEqual(before);
    expect(await allSecrets(await stage.start())).toEqual(before);
    expect(await takeUp(ctx)).toBe(false);
    await expect(renewDataKeys(ctx, { confirmPassword: PASSWORD })).rejects.toMatchObject({
      code: "API_CONFLICT",
    });
    expect(await countByAge()).toEqual(then);

    stage.harness.clock.advance(LEASE_OVER_MS);
    if (by === "this process") expect(await takeUp(ctx)).toBe(true);
    else {
      const other = await renewInChild("take-up", STEPS_AHEAD);
      expect(other).toMatchObject({ code: 0, signal: null, complained: "" });
      // It had no more to do than was left.
      expect(other.printed).toEqual([
        ...Array.from({ length: then.old }, (_, at) => `text ${at + 1}`),
        "over",
      ]);
    }
    expect(await readKeyProgress(ctx)).toEqual({
      ...progress,
      status: "done",
      done: TEXTS,
      endedAt: stage.harness.clock.now().toISOString(),
    });
    expect(await takeUp(ctx)).toBe(false);
    expect(await countByAge()).toEqual({ old: 0, renewed: TEXTS });
    expect(await allSecrets(ctx)).toEqual(before);
    expect((await readKeyStatus(ctx)).dataKeys).toMatchObject({
      live: PEOPLE,
      retired: PEOPLE,
      texts: TEXTS,
    });

    stage.harness.clock.advance(HOUR_MS + 1);
    await keepKeys()(systemContext(ctx), never);
    expect((await readKeyStatus(ctx)).dataKeys).toMatchObject({ live: PEOPLE, retired: 0, texts: TEXTS });
    expect(await allSecrets(await stage.start())).toEqual(before);
    expect(await ctx.storage.keyRotations.latest(5)).toHaveLength(1);
    expect(await renewalEvents()).toEqual([
      "DATA_KEYS_RENEWAL_STARTED",
      "DATA_KEYS_RENEWED",
      ...Array.from({ length: PEOPLE }, () => "DATA_KEY_REMOVED"),
    ]);
  });

  it("never began when it died while the new keys were made, and can begin again", async () => {
    const before = await allSecrets(ctx);
    const killed = await renewInChild("begin", 0, "data key 2");
    expect(killed).toMatchObject({
      signal: "SIGKILL",
      printed: ["data key 1", "data key 2"],
      complained: "",
    });
    expect(await readKeyProgress(ctx)).toBeNull();
    expect(await retiredKeys()).toEqual(new Set());
    expect(await ctx.storage.dataKeys.list()).toHaveLength(PEOPLE);
    expect(await renewalEvents()).toEqual([]);
    expect(await allSecrets(ctx)).toEqual(before);

    await renewDataKeys(ctx, { confirmPassword: PASSWORD });
    expect(await takeUp(ctx)).toBe(true);
    expect(await countByAge()).toEqual({ old: 0, renewed: TEXTS });
    expect(await allSecrets(await stage.start())).toEqual(before);
  });
});
