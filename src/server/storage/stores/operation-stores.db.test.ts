import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type {
  KeyRotationRecord,
  MetricSampleRecord,
  ProcessRunRecord,
} from "@/server/storage/operation-records";
import { createTestStorage, type TestStorage } from "@/test/test-storage";

let at: TestStorage;
beforeEach(async () => {
  at = await createTestStorage();
});
afterEach(() => at.close());

const T0 = new Date("2026-03-02T14:00:00Z");
const inSeconds = (seconds: number) => new Date(T0.getTime() + seconds * 1000);

describe("saved settings", () => {
  const setting = (name: string, value: string) => ({
    name,
    value,
    updatedAt: T0,
    updatedBy: "ada@example.com",
  });

  test("are kept by name, and their version grows", async () => {
    const { systemSettings } = at.storage;
    expect(await systemSettings.version()).toBe(0);
    await systemSettings.put(setting("THEME", "dark"));
    await systemSettings.put(setting("LOG_LEVEL", "DEBUG"));
    await systemSettings.put(setting("THEME", "light"));
    expect(await systemSettings.list()).toEqual([setting("LOG_LEVEL", "DEBUG"), setting("THEME", "light")]);
    await systemSettings.remove("THEME");
    await systemSettings.remove("THEME");
    expect((await systemSettings.list()).map(({ name }) => name)).toEqual(["LOG_LEVEL"]);
    const versions = await Promise.all(Array.from({ length: 5 }, () => systemSettings.nextVersion()));
    expect(versions.toSorted()).toEqual([1, 2, 3, 4, 5]);
    expect(await systemSettings.version()).toBe(5);
  });

  test("have a history, newest first, of one or of all", async () => {
    const { systemSettings } = at.storage;
    const change = (id: string, name: string) => ({
      id,
      name,
      before: null,
      after: "x",
      at: T0,
      byId: "u1",
      by: "ada@example.com",
      undoes: null,
    });
    await systemSettings.addChange(change("c1", "THEME"));
    await systemSettings.addChange(change("c2", "LOG_LEVEL"));
    await systemSettings.addChange({ ...change("c3", "THEME"), before: "x", after: null, undoes: "c1" });
    const ids = async (options: { name?: string; limit: number }) =>
      (await systemSettings.changes(options)).map(({ id }) => id);
    expect(await ids({ limit: 2 })).toEqual(["c3", "c2"]);
    expect(await ids({ name: "THEME", limit: 9 })).toEqual(["c3", "c1"]);
    expect(await systemSettings.change("c3")).toMatchObject({ undoes: "c1", before: "x", after: null });
    expect(await systemSettings.change("nothing")).toBeNull();
  });
});

describe("processes", () => {
  const run = (given: Partial<ProcessRunRecord>): ProcessRunRecord => ({
    id: "p1",
    kind: "web",
    host: "desk",
    pid: 7,
    version: "0.1.0",
    masterKeys: ["aa", "bb"],
    settingsVersion: 3,
    startedAt: T0,
    seenAt: T0,
    endedAt: null,
    ...given,
  });

  test("are live while they tell of themselves, until they end", async () => {
    const { processRuns } = at.storage;
    await processRuns.put(run({}));
    await processRuns.put(
      run({ id: "p2", kind: "cli", masterKeys: [], startedAt: inSeconds(1), seenAt: inSeconds(1) }),
    );
    await processRuns.put(run({ seenAt: inSeconds(60) }));
    expect(await processRuns.liveSince(inSeconds(30))).toEqual([run({ seenAt: inSeconds(60) })]);
    expect((await processRuns.liveSince(T0)).map(({ id }) => id)).toEqual(["p1", "p2"]);
    await processRuns.end("p1", inSeconds(61));
    expect((await processRuns.liveSince(T0)).map(({ id }) => id)).toEqual(["p2"]);
    expect(await processRuns.removeSeenBefore(inSeconds(30))).toBe(1);
  });
});

describe("master keys", () => {
  test("are remembered by fingerprint, newest first", async () => {
    const { masterKeys } = at.storage;
    const key = (fingerprint: string, firstUsedAt: Date) => ({
      fingerprint,
      source: "file" as const,
      canary: "v1.x",
      firstUsedAt,
      retiredAt: null,
      removedAt: null,
    });
    await masterKeys.put(key("aa", T0));
    await masterKeys.put(key("bb", inSeconds(9)));
    await masterKeys.put({ ...key("aa", T0), retiredAt: inSeconds(9) });
    expect((await masterKeys.list()).map(({ fingerprint }) => fingerprint)).toEqual(["bb", "aa"]);
    expect(await masterKeys.byFingerprint("aa")).toEqual({ ...key("aa", T0), retiredAt: inSeconds(9) });
    expect(await masterKeys.byFingerprint("cc")).toBeNull();
  });
});

describe("keys of the install", () => {
  test("are made once, by one of those who come at once, and wrapped anew only from what was read", async () => {
    const { installSecrets } = at.storage;
    const made = await Promise.all(
      ["a", "b", "c", "d"].map((wrappedKey) =>
        installSecrets.create({ name: "lookup", wrappedKey, masterKeyFingerprint: "aa", createdAt: T0 }),
      ),
    );
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await installSecrets.rewrap("lookup", "zz", "x", "bb")).toBe(false);
    expect(await installSecrets.rewrap("lookup", "aa", "x", "bb")).toBe(true);
    expect(await installSecrets.get("lookup")).toMatchObject({ wrappedKey: "x", masterKeyFingerprint: "bb" });
    expect(await installSecrets.get("files")).toBeNull();
    expect(await installSecrets.list()).toHaveLength(1);
  });
});

describe("renewals of data keys", () => {
  const rotation: KeyRotationRecord = {
    id: "r1",
    status: "running",
    cursor: "",
    done: 0,
    total: 10,
    startedAt: T0,
    startedById: "u1",
    startedBy: "ada@example.com",
    endedAt: null,
    errorCode: null,
    leaseToken: null,
    leaseUntil: null,
  };

  test("are worked on by whoever holds the lease", async () => {
    const { keyRotations } = at.storage;
    expect(await keyRotations.running()).toBeNull();
    await keyRotations.create(rotation);
    expect(await keyRotations.running()).toEqual(rotation);
    const taken = await Promise.all(
      ["t1", "t2", "t3"].map((token) => keyRotations.takeLease("r1", token, T0, inSeconds(20))),
    );
    const [holder] = taken.filter((record) => record !== null);
    expect(taken.filter((record) => record !== null)).toHaveLength(1);
    expect(await keyRotations.progress("r1", "other", { done: 5 })).toBe(false);
    expect(await keyRotations.progress("r1", holder?.leaseToken ?? "", { done: 5, cursor: "a:1" })).toBe(
      true,
    );
    expect(await keyRotations.takeLease("r1", "t4", inSeconds(21), inSeconds(40))).toMatchObject({
      done: 5,
      cursor: "a:1",
    });
    await keyRotations.progress("r1", "t4", {
      status: "failed",
      errorCode: "STORAGE_READ_ERROR",
      endedAt: inSeconds(22),
    });
    expect(await keyRotations.running()).toBeNull();
    expect(await keyRotations.takeLease("r1", "t5", inSeconds(60), inSeconds(80))).toBeNull();
    expect(await keyRotations.latest(5)).toMatchObject([
      { status: "failed", errorCode: "STORAGE_READ_ERROR" },
    ]);
  });
});

describe("what was measured", () => {
  const sample = (given: Partial<MetricSampleRecord>): MetricSampleRecord => ({
    minute: T0,
    processId: "p1",
    name: "api_latency",
    label: "robinhood",
    count: 2,
    sum: 0.5,
    max: 0.4,
    buckets: [1, 1, 0],
    ...given,
  });

  test("is written once a minute, read by time and name, and removed when old", async () => {
    const { metrics } = at.storage;
    await metrics.putAll([sample({}), sample({ name: "errors", label: "", buckets: null })]);
    await metrics.putAll([sample({ count: 3, buckets: [1, 1, 1] }), sample({ minute: inSeconds(60) })]);
    expect(await metrics.between(T0, inSeconds(60), ["api_latency"])).toEqual([
      sample({ count: 3, buckets: [1, 1, 1] }),
    ]);
    expect(await metrics.between(T0, inSeconds(120))).toHaveLength(3);
    expect(await metrics.removeBefore(inSeconds(60))).toBe(2);
  });
});
