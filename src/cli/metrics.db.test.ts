import { expect, test } from "vitest";
import { createStorage } from "@/server/storage/create-storage";
import { metricsViewSchema } from "@/shared/schemas/metrics";
import { cliStage } from "@/test/cli-stage";

const stage = cliStage();

/** What a web app would have written: two minutes of lag, and itself. */
async function writeFigures(): Promise<void> {
  const storage = await createStorage({ databaseUrl: stage.database.databaseUrl });
  const now = Date.now();
  const sample = (minutesAgo: number) => ({
    minute: new Date(now - minutesAgo * 60_000),
    processId: "process-1",
    name: "cpu_usage",
    label: "",
    count: 1,
    sum: 0.9,
    max: 0.9,
    buckets: null,
  });
  await storage.metrics.putAll([sample(1), sample(7)]);
  await storage.processRuns.put({
    id: "process-1",
    kind: "web",
    host: "desk",
    pid: 4711,
    version: "0.1.0",
    masterKeys: [],
    settingsVersion: 0,
    startedAt: new Date(now - 3_600_000),
    seenAt: new Date(now),
    endedAt: null,
  });
  await storage.close();
}

test("metrics says when nothing was measured, and shows what was", async () => {
  const none = await stage.run(["metrics", "--span", "day"]);
  expect(none.out).toContain("Nothing was measured in the last day: does the web app run?");
  expect(none.out).toContain("No process of the web app was seen in the last minute.");
  await writeFigures();
  const shown = await stage.run(["metrics"], { hasColour: true });
  expect(shown.code).toBe(0);
  expect(shown.out).toMatch(/Processor +90 % +90 % +90 % +90 % .*higher since 20/);
  expect(shown.out).toMatch(/desk +4711 +0\.1\.0/);
  const json = await stage.run(["metrics", "--span", "week", "--json"]);
  expect(metricsViewSchema.parse(json.json())).toMatchObject({ span: "week", processes: [{ pid: 4711 }] });
  expect((await stage.run(["metrics", "--span", "year"])).code).toBe(2);
});
