import { afterAll, beforeAll, expect, it } from "vitest";
import { durabilityOfPostgresql, durabilityOfSqlite } from "@/server/storage/durability";
import { createTestStorage, type TestStorage } from "@/test/test-storage";

let test: TestStorage;
beforeAll(async () => {
  test = await createTestStorage();
});
afterAll(() => test.close());

it("is what the database itself says", async () => {
  const { isDurable, facts } = await test.storage.durability();
  if (test.storage.provider === "sqlite") {
    expect({ isDurable, facts }).toEqual({ isDurable: true, facts: "journal wal, synchronous full" });
  } else expect(facts).toMatch(/^fsync (on|off), synchronous_commit \w+$/);
});

it.each([
  ["delete", 2, false, "journal delete, synchronous full"],
  ["wal", 1, false, "journal wal, synchronous normal"],
  ["wal", 9, true, "journal wal, synchronous 9"],
])("of SQLite with %s and %i is %s", async (journal, synchronous, isDurable, facts) => {
  const ask = async (sql: string) => [
    sql === "PRAGMA journal_mode" ? { journal_mode: journal } : { synchronous },
  ];
  expect(await durabilityOfSqlite(ask)).toEqual({ isDurable, facts });
});

it.each([
  ["on", "on", true],
  ["off", "on", false],
  ["on", "off", false],
])("of PostgreSQL with fsync %s and synchronous_commit %s is %s", async (fsync, commit, isDurable) => {
  expect((await durabilityOfPostgresql(async () => [{ fsync, commit }])).isDurable).toBe(isDurable);
});
