import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { onceForKey } from "@/server/rest/idempotency";
import type { RestContext } from "@/server/rest/rest-route";
import { breathe } from "@/server/services/breathe";
import { sealSession } from "@/server/services/broker-sessions/session-cipher";
import { storeCredential } from "@/server/services/connections/stored-credential";
import { keepKeys } from "@/server/services/keys/keep-keys";
import { readKeyProgress } from "@/server/services/keys/read-key-progress";
import { readKeyStatus } from "@/server/services/keys/read-key-status";
import { renewDataKeys } from "@/server/services/keys/renew-data-keys";
import { resealTexts } from "@/server/services/keys/reseal-texts";
import { requireUser } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { systemContext } from "@/server/services/system-context";
import { SEALED_TABLES, type SealedTextRecord } from "@/server/storage/operation-records";
import type { UserRecord } from "@/server/storage/records";
import { Secret } from "@/shared/secret";
import { buildApiToken } from "@/test/bot-builders";
import { buildBrokerSession, buildCachedReply, buildConnection, buildLoginAttempt } from "@/test/builders";
import { createKeyStage, type KeyStage } from "@/test/key-stage";
import { PASSWORD } from "@/test/service-harness";

const confirmed = { confirmPassword: PASSWORD };
const HOUR_MS = 3_600_000;

let stage: KeyStage;
let ctx: ServiceContext;
beforeEach(async () => {
  stage = await createKeyStage();
  ctx = await stage.start();
});
afterEach(() => stage.close());

const never = new AbortController().signal;
const reseal = (by = ctx, signal = never) => resealTexts(systemContext(by), signal);

/** Every encrypted text of the database. */
async function allTexts(): Promise<SealedTextRecord[]> {
  const found: SealedTextRecord[] = [];
  for (const table of SEALED_TABLES) found.push(...(await ctx.storage.sealedTexts.after(table, "", 1000)));
  return found;
}
const open = async (text: SealedTextRecord, by = ctx) =>
  (await by.cipher.decrypt(by.storage, text, text.ciphertext)).reveal();
const keyOf = ({ ciphertext }: SealedTextRecord) => ciphertext.split(".")[1];

async function addConnection(owner: UserRecord) {
  const connection = buildConnection({ ownerId: owner.id });
  await ctx.storage.connections.create(connection);
  return connection;
}

/** Cached replies of one connection, `count` of them. */
async function addReplies(owner: UserRecord, count: number) {
  const { id: connectionId } = await addConnection(owner);
  for (let at = 0; at < count; at += 1) {
    const row = buildCachedReply({ connectionId, ownerId: owner.id, kind: `orders ${at}` });
    const place = { table: "cached_reply", rowId: row.id, ownerId: owner.id, field: row.kind } as const;
    const ciphertext = await ctx.cipher.encrypt(ctx.storage, place, new Secret(`reply ${at}`));
    await ctx.storage.cachedReplies.put({ ...row, ciphertext });
  }
}

/** One text at least in every table, written by whoever writes them in the product, where that needs no broker. */
async function addEverything(owner: UserRecord) {
  const { storage, cipher } = ctx;
  const { id: connectionId } = await addConnection(owner);
  const of = { connectionId, ownerId: owner.id };
  const session = buildBrokerSession(of);
  const secrets = {
    accessToken: new Secret("access"),
    readOnlyToken: null,
    refreshToken: null,
    expiresAt: session.expiresAt,
    hardExpiresAt: null,
    scope: "read",
    extra: {},
  };
  await storage.brokerSessions.create({
    ...session,
    ciphertext: await sealSession(ctx, storage, session, secrets),
  });
  await storage.transaction((tx) =>
    storeCredential(ctx, tx, { id: connectionId, ownerId: owner.id }, "password", new Secret("hunter2")),
  );
  const attempt = buildLoginAttempt(of);
  const sealed = (table: SealedTextRecord["table"], rowId: string, field: string, text: string) =>
    cipher.encrypt(storage, { table, rowId, ownerId: owner.id, field }, new Secret(text));
  await storage.loginAttempts.create({
    ...attempt,
    stateCiphertext: await sealed("login_attempt", attempt.id, "state", "waiting"),
  });
  await storage.loginAttempts.create(buildLoginAttempt(of));
  await storage.historyChunks.add({
    id: "chunk-1",
    ...of,
    kind: "activity",
    period: "2026-03",
    ciphertext: await sealed("history_chunk", "chunk-1", "activity 2026-03", "[]"),
    version: 1,
    updatedAt: session.createdAt,
  });
  for (const [id, hasSecret] of [
    ["channel-1", true],
    ["channel-2", false],
  ] as const) {
    await storage.noticeChannels.create({
      id,
      ownerId: owner.id,
      kind: "webhook",
      label: id,
      ciphertext: await sealed("notice_channel", id, "target", "{}"),
      secretCipher: hasSecret ? await sealed("notice_channel", id, "signing_secret", "sign") : null,
      maskedTarget: "example.com",
      kinds: [],
      quietHours: null,
      enabled: true,
      lastDeliveredAt: null,
      lastFailedAt: null,
      lastErrorCode: null,
      createdAt: session.createdAt,
      updatedAt: session.createdAt,
    });
  }
  const token = buildApiToken({ ownerId: owner.id });
  await storage.apiTokens.create(token);
  const rest: RestContext = {
    ...ctx,
    actor: requireUser(ctx),
    token,
    budget: { limit: 9, remaining: 9, resetSeconds: 60 },
    signal: never,
  };
  for (const key of ["order one", "order two"]) {
    await onceForKey(rest, { key, requestHash: "x" }, () => Promise.resolve({ status: 200, body: key }));
  }
  await addReplies(owner, 1);
}

describe("the renewal of data keys", () => {
  it("re-encrypts every text of every table, at its place, and removes the old keys an hour later", async () => {
    const [alice, bob] = [await stage.harness.person(), await stage.harness.person()];
    await addEverything(alice);
    await addReplies(bob, 2);
    const before = await allTexts();
    expect(new Set(before.map(({ table }) => table))).toEqual(new Set(SEALED_TABLES));
    const texts = await Promise.all(before.map((text) => open(text)));
    expect(await readKeyProgress(ctx)).toBeNull();
    expect(await reseal()).toBe(false);

    const begun = await renewDataKeys(ctx, confirmed);
    expect(begun).toMatchObject({ status: "running", done: 0, total: before.length });
    await expect(renewDataKeys(ctx, confirmed)).rejects.toMatchObject({ code: "API_CONFLICT" });
    expect(await reseal()).toBe(true);
    expect(await readKeyProgress(ctx)).toMatchObject({ status: "done", done: before.length });

    const after = await allTexts();
    expect(after.map(({ table, rowId, field }) => [table, rowId, field])).toEqual(
      before.map(({ table, rowId, field }) => [table, rowId, field]),
    );
    const oldKeys = new Set(before.map(keyOf));
    expect(after.filter((text) => oldKeys.has(keyOf(text)))).toEqual([]);
    expect(await Promise.all(after.map((text) => open(text)))).toEqual(texts);
    expect(await readKeyStatus(ctx)).toMatchObject({
      dataKeys: { live: 2, retired: 2, texts: before.length, mostUses: before.length - 2 },
      rotation: { id: begun.id, status: "done" },
    });

    const round = keepKeys();
    await round(systemContext(ctx), never);
    expect((await readKeyStatus(ctx)).dataKeys.retired).toBe(2);
    stage.harness.clock.advance(HOUR_MS + 1);
    await round(systemContext(ctx), never);
    expect((await readKeyStatus(ctx)).dataKeys).toMatchObject({ live: 2, retired: 0 });
    expect(await Promise.all(after.map((text) => open(text)))).toEqual(texts);
    const restarted = await stage.start();
    expect(await Promise.all(after.map((text) => open(text, restarted)))).toEqual(texts);
    // What an old copy of the database has can't be opened by a process that started since.
    const [oldText] = before;
    if (oldText !== undefined)
      await expect(open(oldText, restarted)).rejects.toMatchObject({ code: "STORAGE_READ_ERROR" });
    const types = (await stage.harness.events()).map(({ eventType }) => eventType);
    expect(types.filter((type) => /^DATA_KEY/.test(type))).toEqual([
      "DATA_KEYS_RENEWAL_STARTED",
      "DATA_KEYS_RENEWED",
      "DATA_KEY_REMOVED",
      "DATA_KEY_REMOVED",
    ]);
  });

  it("leaves a text that was moved to another row unreadable", async () => {
    const alice = await stage.harness.person();
    await addReplies(alice, 2);
    const [first, second] = await allTexts();
    if (first === undefined || second === undefined) throw new Error("there are two");
    await ctx.storage.sealedTexts.replace(second, first.ciphertext);
    await renewDataKeys(ctx, confirmed);
    await reseal();
    expect(await readKeyProgress(ctx)).toMatchObject({ status: "failed", done: 2 });
    const [kept, moved] = await allTexts();
    expect(keyOf(kept ?? first)).not.toBe(keyOf(first));
    expect(moved?.ciphertext).toBe(first.ciphertext);
    await expect(open(moved ?? first)).rejects.toMatchObject({ code: "STORAGE_READ_ERROR" });
    expect(stage.harness.logLines.join()).toContain(second.rowId);
    // Its key stays: whoever repairs the row can still read it.
    stage.harness.clock.advance(HOUR_MS + 1);
    const round = keepKeys();
    await round(systemContext(ctx), never);
    await round(systemContext(ctx), never);
    expect((await readKeyStatus(ctx)).dataKeys.retired).toBe(1);
  });

  it("goes on where it was when the process that did it was killed", async () => {
    const alice = await stage.harness.person();
    await addReplies(alice, 60);
    await renewDataKeys(ctx, confirmed);
    // Killed at its second look at the table: nothing more is written, the lease stays.
    let looks = 0;
    const { sealedTexts } = ctx.storage;
    const killed: ServiceContext = {
      ...ctx,
      storage: {
        ...ctx.storage,
        sealedTexts: {
          after: (table, position, limit) => {
            if (table === "cached_reply") looks += 1;
            if (looks > 1) return Promise.reject(new Error("killed"));
            return sealedTexts.after(table, position, limit);
          },
          replace: (text, ciphertext) => sealedTexts.replace(text, ciphertext),
          countByKey: () => sealedTexts.countByKey(),
        },
      },
    };
    await expect(reseal(killed)).rejects.toThrow("killed");
    expect(await readKeyProgress(ctx)).toMatchObject({ status: "running", done: 25, total: 60 });
    expect(await reseal()).toBe(false);
    stage.harness.clock.advance(60_001);
    const other = await stage.start(stage.ownFiles, "process-2");
    expect(await reseal(other)).toBe(true);
    expect(await readKeyProgress(ctx)).toMatchObject({ status: "done", done: 60 });
    const texts = await allTexts();
    expect(new Set(texts.map(keyOf)).size).toBe(1);
    expect((await Promise.all(texts.map((text) => open(text)))).toSorted()).toEqual(
      Array.from({ length: 60 }, (_, at) => `reply ${at}`).toSorted(),
    );
  });

  it("is stopped in order, and taken up by two processes of which one works", async () => {
    const alice = await stage.harness.person();
    await addReplies(alice, 30);
    await renewDataKeys(ctx, confirmed);
    expect(await reseal(ctx, AbortSignal.abort())).toBe(true);
    expect(await readKeyProgress(ctx)).toMatchObject({ status: "running", done: 0 });
    const other = await stage.start(stage.ownFiles, "process-2");
    const worked = await Promise.all([reseal(ctx), reseal(other)]);
    expect(worked.toSorted()).toEqual([false, true]);
    expect(await readKeyProgress(ctx)).toMatchObject({ status: "done", done: 30 });
    expect(new Set((await allTexts()).map(keyOf)).size).toBe(1);
  });

  it("loses nothing of what is written and read meanwhile", async () => {
    const people = [await stage.harness.person(), await stage.harness.person()];
    for (const person of people) await addReplies(person, 40);
    const other = await stage.start(stage.ownFiles, "process-2");
    const written = new Map<string, string>();
    let isOver = false;
    const write = async (by: ServiceContext, name: string, share: number) => {
      for (let turn = 0; !isOver; turn += 1) {
        const texts = (await allTexts()).filter((_, at) => at % 2 === share);
        const text = texts[turn % texts.length];
        if (text === undefined) throw new Error("there are some");
        await breathe();
        // A reader of before: what it was given opens, whichever key it is under.
        await open(text, by);
        const value = `${name} ${turn}`;
        const ciphertext = await by.cipher.encrypt(by.storage, text, new Secret(value));
        // Between the two the renewal may have passed, and the row may be another by now.
        const isIn = await by.storage.sealedTexts.replace(text, ciphertext);
        if (isIn) written.set(text.rowId, value);
      }
    };
    const writers = [write(ctx, "one", 0), write(other, "two", 1)];
    await renewDataKeys(ctx, confirmed);
    const works = await Promise.all([reseal(ctx), reseal(other)]);
    isOver = true;
    await Promise.all(writers);
    expect(works).toContain(true);
    expect(written.size).toBeGreaterThan(0);
    const texts = await allTexts();
    expect(texts).toHaveLength(80);
    for (const text of texts) {
      const expected = written.get(text.rowId) ?? expect.stringMatching(/^reply \d+$/);
      expect(await open(text, other)).toEqual(expected);
    }
    expect(await readKeyProgress(ctx)).toMatchObject({ status: "done", done: 80 });
    // One that was on its way the whole time, under the key of before.
    const [late] = texts;
    const old = (await ctx.storage.dataKeys.list()).find(
      ({ ownerId, retiredAt }) => ownerId === late?.ownerId && retiredAt !== null,
    );
    expect(old).toBeDefined();
    stage.harness.clock.advance(HOUR_MS + 1);
    await keepKeys()(systemContext(other), never);
    expect((await readKeyStatus(ctx)).dataKeys).toMatchObject({ live: 2, retired: 0 });
    for (const text of await allTexts()) await open(text, await stage.start());
  });

  it("gives what was late to the new key before it removes the old one", async () => {
    const alice = await stage.harness.person();
    await addReplies(alice, 2);
    const [late] = await allTexts();
    if (late === undefined) throw new Error("there are two");
    await renewDataKeys(ctx, confirmed);
    await reseal();
    const [now] = await allTexts();
    if (now === undefined) throw new Error("there are two");
    await ctx.storage.sealedTexts.replace(now, late.ciphertext);
    stage.harness.clock.advance(HOUR_MS + 1);
    await keepKeys()(systemContext(ctx), never);
    expect((await readKeyStatus(ctx)).dataKeys.retired).toBe(0);
    const [again] = await allTexts();
    expect(await open(again ?? late)).toBe("reply 0");
  });
});
