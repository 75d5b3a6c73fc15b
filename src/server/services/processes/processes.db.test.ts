import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startKeeper } from "@/server/keeper/start-keeper";
import { cleanUp } from "@/server/services/maintenance/clean-up";
import { listProcesses } from "@/server/services/processes/list-processes";
import { endProcess, tellOfProcess } from "@/server/services/processes/tell-of-process";
import type { Services } from "@/server/services/service-context";
import { systemContext } from "@/server/services/system-context";
import { APP_VERSION } from "@/shared/app-version";
import { eventually } from "@/test/eventually";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";
import { testProcess } from "@/test/test-process";

let harness: ServiceHarness;
beforeAll(async () => {
  harness = await createServiceHarness();
});
afterAll(() => harness.close());
beforeEach(() => {
  // What earlier tests told of is gone by now.
  harness.clock.advance(3_600_000);
});

const other = (): Services => ({
  ...harness.services,
  processRun: testProcess({ id: "process-2", pid: 4712, masterKeys: ["new", "old"] }),
});
const seen = async () => {
  const seenAfter = new Date(harness.clock.now().getTime() - 60_000);
  return harness.services.storage.processRuns.liveSince(seenAfter);
};

describe("processes of the install", () => {
  it("tell who they are, which keys they hold and since when", async () => {
    const tell = tellOfProcess();
    const startedAt = harness.clock.now();
    await tell(systemContext(other()));
    harness.clock.advance(15_000);
    expect(await tell(systemContext(other()))).toBeNull();
    expect(await seen()).toEqual([
      {
        id: "process-2",
        kind: "web",
        host: "desk",
        pid: 4712,
        version: APP_VERSION,
        masterKeys: ["new", "old"],
        settingsVersion: 0,
        startedAt,
        seenAt: harness.clock.now(),
        endedAt: null,
      },
    ]);
  });

  it("are gone when they were not seen for a minute, or say that they end", async () => {
    await tellOfProcess()(systemContext(harness.services));
    await tellOfProcess()(systemContext(other()));
    expect((await seen()).map(({ id }) => id).toSorted()).toEqual(["process-1", "process-2"]);
    await endProcess(other());
    expect((await seen()).map(({ id }) => id)).toEqual(["process-1"]);
    harness.clock.advance(60_001);
    expect(await seen()).toEqual([]);
  });

  it("an end that cannot be written down is logged and stops nobody", async () => {
    const { storage } = harness.services;
    const end = () => Promise.reject(new Error("the database is away"));
    await endProcess({
      ...harness.services,
      storage: { ...storage, processRuns: { ...storage.processRuns, end } },
    });
    expect(harness.logLines.at(-1)).toContain("the end of this process was not written down");
    harness.logLines.length = 0;
  });

  it("are listed for admins only", async () => {
    await tellOfProcess()(systemContext(harness.services));
    await tellOfProcess()(systemContext(other()));
    const listed = await listProcesses(await harness.member("admin"));
    expect(listed.map(({ id, isThis, pid }) => ({ id, isThis, pid }))).toEqual(
      expect.arrayContaining([
        { id: "process-1", isThis: true, pid: 4711 },
        { id: "process-2", isThis: false, pid: 4712 },
      ]),
    );
    const user = await harness.member("user", "trader");
    await expect(listProcesses(user)).rejects.toMatchObject({ code: "API_PERMISSION_DENIED" });
  });

  it("are told of by the keeper every 15 seconds, until it stops", async () => {
    const keeper = startKeeper(harness.services);
    const firstSeenAt = harness.clock.now();
    await eventually(async () => expect(await seen()).toMatchObject([{ seenAt: firstSeenAt }]));
    await eventually(() => expect(harness.clock.sleepers).toBe(keeper.loops));
    harness.clock.advance(15_000);
    const seenAt = harness.clock.now();
    await eventually(async () => expect(await seen()).toMatchObject([{ startedAt: firstSeenAt, seenAt }]));
    await keeper.stop();
    expect(await seen()).toEqual([]);
  });

  it("are forgotten by the clean-up a week after they were seen last", async () => {
    await tellOfProcess()(systemContext(other()));
    const { storage } = harness.services;
    harness.clock.advance(6 * 86_400_000);
    await cleanUp(systemContext(harness.services));
    expect(await storage.processRuns.liveSince(new Date(0))).toHaveLength(1);
    harness.clock.advance(86_400_001);
    await cleanUp(systemContext(harness.services));
    expect(await storage.processRuns.liveSince(new Date(0))).toEqual([]);
  });
});
