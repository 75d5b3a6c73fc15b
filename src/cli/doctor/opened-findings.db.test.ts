import { afterAll, beforeAll, expect, it } from "vitest";
import { openedFindings } from "@/cli/doctor/opened-findings";
import type { Services } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import { APP_VERSION } from "@/shared/app-version";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";

let harness: ServiceHarness;
beforeAll(async () => {
  harness = await createServiceHarness();
});
afterAll(() => harness.close());

const found = async (services: Services = harness.services) =>
  Object.fromEntries((await openedFindings(services)).map((finding) => [finding.name, finding]));

it("tells of processes, and which of them are of another version", async () => {
  const { storage, clock } = harness.services;
  expect((await found())["processes"]).toMatchObject({ state: "skipped" });
  const run = {
    id: crypto.randomUUID(),
    kind: "web",
    host: "desk",
    pid: 4711,
    version: APP_VERSION,
    masterKeys: [],
    settingsVersion: 0,
    startedAt: clock.now(),
    seenAt: clock.now(),
    endedAt: null,
  } as const;
  await storage.processRuns.put(run);
  expect((await found())["processes"]).toMatchObject({ state: "ok", message: `desk 4711 (${APP_VERSION})` });
  await storage.processRuns.put({ ...run, id: crypto.randomUUID(), pid: 4712, version: "0.0.1" });
  expect((await found())["processes"]).toMatchObject({
    state: "warning",
    message: expect.stringContaining("desk 4712 (0.0.1)"),
  });
});

it("tells of master keys that may still be needed", async () => {
  const { storage, clock } = harness.services;
  const key = (fingerprint: string, retiredAt: Date | null) => ({
    fingerprint,
    source: "variable" as const,
    canary: null,
    firstUsedAt: clock.now(),
    retiredAt,
    removedAt: null,
  });
  const list = async () => [key("aa", null)];
  const stub = (keys: () => Promise<ReturnType<typeof key>[]>): Services => ({
    ...harness.services,
    storage: Object.assign(Object.create(storage), { masterKeys: { ...storage.masterKeys, list: keys } }),
  });
  expect((await found(stub(list)))["key history"]).toMatchObject({
    state: "ok",
    message: "1 master key so far",
  });
  const both = async () => [key("aa", clock.now()), key("bb", null)];
  expect((await found(stub(both)))["key history"]).toMatchObject({
    state: "warning",
    message: "2 master keys so far, of which aa may still be needed",
  });
});

it("tells whether what is written lasts, and why not", async () => {
  const { storage, credentialBackends } = harness.services;
  const withDurability = (
    provider: "sqlite" | "postgresql",
    durability: typeof storage.durability,
  ): Services => ({ ...harness.services, storage: { ...storage, provider, durability } });
  const lax = async () => ({ isDurable: false, facts: "lax" });
  expect((await found(withDurability("sqlite", lax)))["durability"]).toMatchObject({
    state: "warning",
    remedy: expect.stringContaining("local disk"),
  });
  expect((await found(withDurability("postgresql", lax)))["durability"]).toMatchObject({
    remedy: expect.stringContaining("fsync"),
  });
  const broken = () => Promise.reject(new AppError("STORAGE_READ_ERROR", "It is away"));
  expect((await found(withDurability("sqlite", broken)))["durability"]).toMatchObject({
    state: "problem",
    message: "It is away",
  });
  expect((await found())["credential storage"]).toMatchObject({ state: "ok", message: "database answers" });
  const down = (reason: string | null): Services => ({
    ...harness.services,
    credentialBackends: {
      ...credentialBackends,
      all: () => [{ ...credentialBackends.current(), check: async () => ({ isUp: false, reason }) }],
    },
  });
  expect((await found(down("sealed")))["credential storage"]).toMatchObject({ message: "database: sealed" });
  expect((await found(down(null)))["credential storage"]?.state).toBe("problem");
});

it("asks every place that holds credentials, and none that holds nothing", async () => {
  const { storage, credentialBackends } = harness.services;
  const vault = { ...credentialBackends.current(), name: "vault" as const };
  const holding = (vaultHolds: number): Services => ({
    ...harness.services,
    storage: {
      ...storage,
      credentials: { ...storage.credentials, countByBackend: async () => ({ vault: vaultHolds }) },
    },
    credentialBackends: {
      ...credentialBackends,
      all: () => [
        credentialBackends.current(),
        { ...vault, check: async () => ({ isUp: false, reason: "It is sealed" }) },
      ],
    },
  });
  const told = async (services: Services) =>
    (await openedFindings(services))
      .filter(({ name }) => name === "credential storage")
      .map(({ message }) => message);
  expect(await told(holding(0))).toEqual(["database answers"]);
  expect(await told(holding(2))).toEqual(["database answers", "vault: It is sealed"]);
});
