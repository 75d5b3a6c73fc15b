import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createReadiness, readinessOfProcess, setReadiness } from "@/server/readiness";
import { tellOfProcess } from "@/server/services/processes/tell-of-process";
import { systemContext } from "@/server/services/system-context";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";

let harness: ServiceHarness;
let folder: string;
beforeAll(async () => {
  harness = await createServiceHarness();
  folder = await mkdtemp(join(tmpdir(), "readiness-"));
  await tellOfProcess()(systemContext(harness.services));
});
afterAll(async () => {
  await harness.close();
  await rm(folder, { recursive: true });
});

const parts = (given: object = {}) => ({
  storage: harness.services.storage,
  clock: harness.clock,
  processId: "process-1",
  dataDir: folder,
  ...given,
});

describe("whether the process can serve", () => {
  it("it can when database, keeper and disk are well", async () => {
    expect(await createReadiness(parts())()).toEqual({ ready: true, problems: [] });
  });

  it("a flood of questions is one look a second", async () => {
    let looks = 0;
    const storage = {
      ...harness.services.storage,
      newestMigration: async () => {
        looks += 1;
        return "1";
      },
    };
    const check = createReadiness(parts({ storage }));
    await Promise.all(Array.from({ length: 500 }, () => check()));
    expect(looks).toBe(1);
    harness.clock.advance(999);
    await check();
    expect(looks).toBe(1);
    harness.clock.advance(1);
    await check();
    expect(looks).toBe(2);
    // A clock that goes back holds no answer for long.
    harness.clock.advance(-5000);
    await check();
    expect(looks).toBe(3);
  });

  it("a database that fails, or does not answer within a second, is told", async () => {
    const { storage } = harness.services;
    const away = { ...storage, newestMigration: () => Promise.reject(new Error("postgresql://secret@host")) };
    expect(await createReadiness(parts({ storage: away }))()).toEqual({
      ready: false,
      problems: ["database"],
    });
    let answer: (name: string) => void = () => undefined;
    const slow = {
      ...storage,
      newestMigration: () =>
        new Promise<string>((resolve) => {
          answer = resolve;
        }),
    };
    const asked = createReadiness(parts({ storage: slow }))();
    while (harness.clock.sleepers === 0) await new Promise((resolve) => setImmediate(resolve));
    harness.clock.advance(1000);
    expect(await asked).toEqual({ ready: false, problems: ["database"] });
    answer("late");
  });

  it("a database that another version migrated is told", async () => {
    let newest = "2026_a";
    const storage = { ...harness.services.storage, newestMigration: async () => newest };
    const check = createReadiness(parts({ storage }));
    expect(await check()).toMatchObject({ ready: true });
    newest = "2026_b";
    harness.clock.advance(1000);
    expect(await check()).toEqual({ ready: false, problems: ["migrations"] });
  });

  it("a keeper that was not seen for a minute, and a disk that takes nothing, are told", async () => {
    expect(await createReadiness(parts({ processId: "other" }))()).toMatchObject({ problems: ["keeper"] });
    const missing = createReadiness(parts({ dataDir: join(folder, "missing") }));
    expect(await missing()).toEqual({ ready: false, problems: ["disk_not_writable"] });
    const full = createReadiness(parts({ freeBytesOf: async () => 1024 }));
    expect(await full()).toEqual({ ready: false, problems: ["disk_full"] });
  });

  it("knows the newest migration of the database", async () => {
    expect(await harness.services.storage.newestMigration()).toMatch(/^\d{8,}/);
  });

  it("is not known before the app was built", async () => {
    expect(await readinessOfProcess()).toEqual({ ready: false, problems: ["starting"] });
    setReadiness(async () => ({ ready: true, problems: [] }));
    expect(await readinessOfProcess()).toMatchObject({ ready: true });
  });
});
