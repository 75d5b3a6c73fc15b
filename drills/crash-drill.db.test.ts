import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/test/test-storage";
import { CrashDrillRun } from "./crash/crash-drill-run";

/** The short version of `drills/crash-drill.ts`, which kills hundreds. */
const KILLS = 8;
const LIMIT_MS = 240_000;

let database: TestDatabase;
let folder: string;
let run: CrashDrillRun;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), "wheelhouse-crash-drill-"));
  run = await CrashDrillRun.open({
    databaseUrl: database.databaseUrl,
    dataDir: folder,
    seed: "short",
    shareOfLivingNeighbours: 0,
  });
}, LIMIT_MS);

afterAll(async () => {
  await run.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
}, LIMIT_MS);

it(
  "loses no session and sends no refresh token twice, whenever it is killed",
  async () => {
    while (run.kills < KILLS) await run.round();
    const report = await run.finish();
    expect(report.violations).toEqual([]);
    expect(report).toMatchObject({ sessionsLost: 0, duplicateRefreshes: 0 });
    expect(report.sessionsChecked).toBeGreaterThan(KILLS);
  },
  LIMIT_MS,
);

it("would have seen a session that is gone", async () => {
  const { reader, people, ownerId } = run.install;
  const connections = await reader.storage.connections.listOf(ownerId);
  const connected = connections.find(({ status }) => status === "connected");
  const person = people.find(({ connectionId }) => connectionId === connected?.id);
  await reader.storage.brokerSessions.removeByConnection(connected?.id ?? "");
  expect(await run.inspect()).toEqual([
    expect.objectContaining({ where: person?.key, what: "it is connected, but its session is gone" }),
  ]);
});
