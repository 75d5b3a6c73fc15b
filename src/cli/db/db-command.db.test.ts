import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Command } from "@/cli/command";
import { createDbCommand } from "@/cli/db/db-command";
import { PRISMA_FOLDER } from "@/server/storage/migrations/migration-files";
import { FixedClock } from "@/test/fixed-clock";
import { createTestDatabase, type TestDatabase } from "@/test/test-storage";

let database: TestDatabase;
let prismaFolder: string;
let command: Command;
let lines: string[];

beforeEach(async () => {
  lines = [];
  database = await createTestDatabase({ empty: true });
  prismaFolder = await mkdtemp(join(tmpdir(), "wheelhouse-prisma-"));
  await cp(PRISMA_FOLDER, prismaFolder, { recursive: true });
  command = createDbCommand({
    clock: new FixedClock(),
    defaultUrl: () => database.databaseUrl,
    prismaFolder,
  });
});
afterEach(async () => {
  await database.drop();
  await rm(prismaFolder, { recursive: true });
});

const run = (...words: string[]) =>
  command.run(words, { out: (line) => lines.push(line), error: (line) => lines.push(`error ${line}`) });

describe("wheelhouse db", () => {
  test("inspects, applies and inspects again", async () => {
    expect(await run("status")).toBe(1);
    expect(await run("apply")).toBe(0);
    expect(await run("apply", "--database-url", database.databaseUrl)).toBe(0);
    expect(await run("status")).toBe(0);
    const entries = await readdir(join(prismaFolder, "migrations", database.provider), {
      withFileTypes: true,
    });
    const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    expect(lines).toEqual([
      ...names.sort().map((name) => `${name}: pending`),
      ...names.map((name) => `Applied ${name}`),
      "The database is up to date.",
      ...names.map((name) => `${name}: applied`),
    ]);
  });

  test("makes a migration from what has changed", async () => {
    expect(await run("make", "nothing_new")).toBe(0);
    const file = join(prismaFolder, "schema.prisma");
    await writeFile(file, `${await readFile(file, "utf8")}\nmodel Extra {\n  id String @id\n}\n`);
    expect(await run("make", "add_extra")).toBe(0);
    expect(lines).toEqual([
      "The schema has not changed.",
      "Made 20260302143000_add_extra for SQLite and PostgreSQL",
    ]);
  });

  test.each([[[]], [["dance"]], [["make"]], [["make", "a", "b"]], [["apply", "x"]], [["apply", "--what"]]])(
    "%j is answered with the help",
    async (words) => {
      expect(await run(...words)).toBe(2);
      expect(lines[0]).toMatch(/^error Usage: wheelhouse db/);
    },
  );

  test("help is no failure", async () => {
    expect(await run("--help")).toBe(0);
    expect(lines[0]).toMatch(/^Usage: wheelhouse db/);
  });
});
