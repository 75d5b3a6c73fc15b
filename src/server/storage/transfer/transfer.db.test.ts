import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createStorage } from "@/server/storage/create-storage";
import { PRISMA_FOLDER } from "@/server/storage/migrations/migration-files";
import type { Storage } from "@/server/storage/storage";
import { loadTables } from "@/server/storage/transfer/load-tables";
import type { TableShape } from "@/server/storage/transfer/table-shape";
import { readTables, sumOf, type TransferItem } from "@/server/storage/transfer/transfer-items";
import { withTransferSession } from "@/server/storage/transfer/transfer-session";
import { buildAuditEvent, buildConnection, buildUser } from "@/test/builders";
import { createTestDatabase, type TestDatabase } from "@/test/test-storage";

let source: TestDatabase;
let target: TestDatabase;
let storage: Storage;

beforeEach(async () => {
  source = await createTestDatabase();
  target = await createTestDatabase();
  storage = await createStorage({ databaseUrl: source.databaseUrl });
});

afterEach(async () => {
  await storage.close();
  await source.drop();
  await target.drop();
});

const shapes = (url: string) => withTransferSession(url, "read", (session) => session.tables());
const sums = (url: string) =>
  withTransferSession(url, "read", async (session) => {
    const found: Record<string, unknown> = {};
    for (const table of await session.tables()) {
      found[table.name] = { ...(await sumOf(session, table)), last: await session.lastNumber(table) };
    }
    return found;
  });
const copy = () =>
  withTransferSession(source.databaseUrl, "read", (from) =>
    withTransferSession(target.databaseUrl, "write", (to) => loadTables(to, readTables(from))),
  );

/** One row that has something in every kind of column. */
async function fill() {
  const at = new Date("2026-03-02T14:30:00.123Z");
  const user = buildUser({ displayName: `Ada "O'Neill" ✓ \n 🐘`, isOwner: true, disabledAt: at });
  await storage.users.create(user);
  await storage.connections.create(
    buildConnection({ ownerId: user.id, revokedAtBroker: false, failedDays: 3, notBefore: at }),
  );
  await storage.metrics.putAll([
    { minute: at, processId: "p", name: "n", label: "", count: 3, sum: 0.1 + 0.2, max: 1e300, buckets: null },
    { minute: at, processId: "p", name: "m", label: "", count: 1, sum: -1e-7, max: 5e-324, buckets: [1, 2] },
  ]);
  for (let number = 0; number < 3; number += 1) await storage.audit.append(buildAuditEvent());
  return user;
}

describe("the transfer of a database", () => {
  it("knows every table of the schema, with every column", async () => {
    const text = await readFile(join(PRISMA_FOLDER, "schema.prisma"), "utf8");
    const models = [...text.matchAll(/^model (\w+) \{$([\s\S]*?)^\}$/gm)].map(([, name = "", body = ""]) => ({
      name,
      columns: [...body.matchAll(/^ {2}(\w+) +(String|Int|BigInt|Float|Boolean|DateTime)\b/gm)]
        .map(([, column]) => column)
        .sort(),
    }));
    const found = (await shapes(source.databaseUrl)).map(({ name, columns }) => ({
      name,
      columns: columns.map((column) => column.name),
    }));
    expect(found.sort((one, other) => (one.name < other.name ? -1 : 1))).toEqual(
      models.sort((one, other) => (one.name < other.name ? -1 : 1)),
    );
    expect(models.length).toBeGreaterThan(35);
  });

  it("gives the tables in an order that no foreign key stands against", async () => {
    const tables = await shapes(source.databaseUrl);
    for (const [at, table] of tables.entries()) {
      const before = tables.slice(0, at).map(({ name }) => name);
      expect(before).toEqual(expect.arrayContaining([...table.references]));
    }
    expect(tables.find(({ name }) => name === "AuditEvent")?.numbered).toBe("seq");
  });

  it("loads every kind of value as it was, and numbers on where the source stopped", async () => {
    const user = await fill();
    const loaded = await copy();
    expect(loaded.find(({ name }) => name === "AuditEvent")?.rows).toBe(3);
    expect(await sums(target.databaseUrl)).toEqual(await sums(source.databaseUrl));
    const copied = await createStorage({ databaseUrl: target.databaseUrl });
    try {
      expect(await copied.users.byId(user.id)).toEqual(user);
      const at = new Date("2026-03-02T14:30:00.123Z");
      const figures = await copied.metrics.between(at, new Date(at.getTime() + 1));
      expect(figures.map(({ sum, max }) => [sum, max])).toEqual(
        expect.arrayContaining([
          [0.1 + 0.2, 1e300],
          [-1e-7, 5e-324],
        ]),
      );
      await copied.audit.append(buildAuditEvent({ id: "the-fourth" }));
      const numbers = await withTransferSession(target.databaseUrl, "read", async (session) => {
        const table = (await session.tables()).find(({ name }) => name === "AuditEvent");
        return table === undefined ? null : session.lastNumber(table);
      });
      expect(numbers).toBe(4);
    } finally {
      await copied.close();
    }
  });

  it("replaces what was in the target", async () => {
    const other = await createStorage({ databaseUrl: target.databaseUrl });
    const stranger = buildUser();
    await other.users.create(stranger);
    await other.connections.create(buildConnection({ ownerId: stranger.id }));
    await other.audit.append(buildAuditEvent());
    await other.close();
    await fill();
    await copy();
    expect(await sums(target.databaseUrl)).toEqual(await sums(source.databaseUrl));
  });

  it("changes nothing where a table arrives different", async () => {
    await fill();
    const before = await sums(target.databaseUrl);
    const altered = async function* (items: AsyncGenerator<TransferItem>) {
      for await (const item of items) {
        yield item.kind === "table_end" && item.sum.rows === 3
          ? { ...item, sum: { ...item.sum, digest: "0".repeat(64) } }
          : item;
      }
    };
    await expect(
      withTransferSession(source.databaseUrl, "read", (from) =>
        withTransferSession(target.databaseUrl, "write", (to) => loadTables(to, altered(readTables(from)))),
      ),
    ).rejects.toMatchObject({ message: expect.stringContaining("AuditEvent did not arrive as it was sent") });
    expect(await sums(target.databaseUrl)).toEqual(before);
  });

  it.each<[string, TransferItem[], string]>([
    ["begins with rows", [{ kind: "rows", rows: [] }], "rows of no table"],
    ["has an unknown table", [{ kind: "table", name: "Nope", columns: [], lastNumber: null }], "Nope"],
    ["has other columns", [{ kind: "table", name: "User", columns: ["id"], lastNumber: null }], "User"],
    ["ends too early", [], "another version"],
  ])("refuses a stream that %s", async (_what, items, words) => {
    const stream = async function* () {
      yield* items;
    };
    await expect(
      withTransferSession(target.databaseUrl, "write", (to) => loadTables(to, stream())),
    ).rejects.toMatchObject({ code: "STORAGE_READ_ERROR", message: expect.stringContaining(words) });
  });

  it("sees one moment while others write", async () => {
    await fill();
    const seen = await withTransferSession(source.databaseUrl, "read", async (session) => {
      const tables = await session.tables();
      const audit = tables.find(({ name }) => name === "AuditEvent");
      const first = await session.count("AuditEvent");
      await storage.audit.append(buildAuditEvent({ id: "written-meanwhile" }));
      await storage.users.create(buildUser());
      return [first, await session.count("AuditEvent"), (await sumOf(session, audit as TableShape)).rows];
    });
    expect(seen).toEqual([3, 3, 3]);
  });

  it("reads in pages, so that few rows are in memory, and misses none", async () => {
    const samples = Array.from({ length: 501 }, (_, number) => ({
      minute: new Date(number * 60_000),
      processId: "p",
      name: "n",
      label: "",
      count: 1,
      sum: number,
      max: number,
      buckets: null,
    }));
    await storage.metrics.putAll(samples);
    const pages = await withTransferSession(source.databaseUrl, "read", async (session) => {
      const table = (await session.tables()).find(({ name }) => name === "MetricSample");
      const sizes: number[] = [];
      if (table !== undefined) for await (const rows of session.rows(table)) sizes.push(rows.length);
      return sizes;
    });
    expect(pages).toEqual([250, 250, 1]);
    const loaded = await copy();
    expect(loaded.find(({ name }) => name === "MetricSample")?.rows).toBe(501);
  });

  it("tells what is wrong with the database", async () => {
    const url = source.provider === "sqlite" ? "file:/nowhere/at/all.db" : `${source.databaseUrl}_gone`;
    await expect(withTransferSession(url, "read", async () => null)).rejects.toMatchObject({
      code: expect.stringMatching(/^STORAGE_/),
    });
    await expect(
      withTransferSession(source.databaseUrl, "read", (session) => session.count("Nope")),
    ).rejects.toMatchObject({ code: "STORAGE_READ_ERROR" });
  });
});
