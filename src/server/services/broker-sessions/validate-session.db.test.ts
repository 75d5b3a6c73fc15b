import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { validateSession } from "@/server/services/broker-sessions/validate-session";
import { checkConnection } from "@/server/services/connections/check-connection";
import type { ServiceContext } from "@/server/services/service-context";
import { createStorage } from "@/server/storage/create-storage";
import type { Storage } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";
import { connectKept, type KeptConnection } from "@/test/kept-connection";
import { createTestInstall, type TestInstall } from "@/test/test-install";
import { createTestDatabase, type TestDatabase } from "@/test/test-storage";

let database: TestDatabase;
let storage: Storage;
let install: TestInstall;
let kept: KeptConnection;
let ctx: ServiceContext;
let passing: NodeJS.Timeout;
/** What the database was sent, in the order of the answers. */
const statements: string[] = [];
const BEGIN = "BEGIN";

beforeAll(async () => {
  database = await createTestDatabase();
  const { databaseUrl, provider } = database;
  const plain = await createStorage({ databaseUrl, onStatement: (sql) => statements.push(sql) });
  storage = {
    ...plain,
    transaction: (work) =>
      plain.transaction((tx) => {
        // Prisma tells of COMMIT and ROLLBACK, but not of BEGIN.
        statements.push(BEGIN);
        return work(tx);
      }),
  };
  install = await createTestInstall({ storage: { storage, databaseUrl, provider, close: async () => {} } });
  // Tries of a failing read wait for each other: time must pass for them.
  passing = setInterval(() => install.clock.sleepers > 0 && install.advance(1), 5);
});
afterAll(async () => {
  clearInterval(passing);
  await install.close();
  await storage.close();
  await database.drop();
});
beforeEach(async () => {
  install.sandbox.control.reset();
  install.clock.advance((1000 - install.clock.now().getMilliseconds()) % 1000);
  install.sandbox.control.clock.set(install.clock.now());
  kept = await connectKept(install, "hana");
  ctx = await install.contextOf(kept.owner);
});

const isWrite = (sql: string) => /^\s*(INSERT|UPDATE|DELETE)/i.test(sql);
const isCommit = (sql: string) => /\bCOMMIT\b/.test(sql);

/** Times that the disk has to be waited for: transactions that wrote, and writes outside of any. */
function commitsOf(log: readonly string[]): number {
  let commits = 0;
  let inTransaction = false;
  let wrote = false;
  for (const sql of log) {
    if (sql === BEGIN) {
      inTransaction = true;
      wrote = false;
    } else if (isCommit(sql)) {
      inTransaction = false;
      commits += wrote ? 1 : 0;
    } else if (isWrite(sql)) {
      wrote = true;
      commits += inTransaction ? 0 : 1;
    }
  }
  return commits;
}

async function costOf(act: () => Promise<unknown>) {
  statements.length = 0;
  await act();
  const log = [...statements];
  return { commits: commitsOf(log), statements: log.filter((sql) => sql !== BEGIN && !isCommit(sql)).length };
}

/** The lines since then, oldest first: of calls their kind and status. */
async function linesOf(act: () => Promise<unknown>): Promise<string[]> {
  const [last] = await storage.flightRecords.pageOf(kept.id, 1, null);
  await act();
  const page = await storage.flightRecords.pageOf(kept.id, 100, null);
  return page
    .filter(({ seq }) => seq > (last?.seq ?? 0))
    .toReversed()
    .map(({ kind, details }) => {
      const said = { call: `${details["kind"]} ${details["status"]}`, state: details["event"] }[String(kind)];
      return said === undefined ? kind : `${kind} ${said}`;
    });
}

const validate = async (by = ctx) => validateSession(by, await kept.row());
const fault = (status: number, count: number) =>
  install.sandbox.control.addFault({ kind: "status", status, path: "/positions/", count });

describe("what a validation costs", () => {
  it("is two commits: the place in the window before the call, and all that came of it after", async () => {
    const row = await kept.row();
    expect(await costOf(() => validateSession(ctx, row))).toEqual({ commits: 2, statements: 7 });
  });

  it("is no more than five reads on top for the person who asks", async () => {
    const { commits, statements: all } = await costOf(() => checkConnection(ctx, { connectionId: kept.id }));
    expect(commits).toBe(2);
    expect(all).toBeLessThanOrEqual(12);
  });

  it("stays the same in the minutes after, when the window lets go of what is old", async () => {
    for (let minute = 0; minute < 3; minute += 1) {
      install.advance(60);
      const row = await kept.row();
      expect((await costOf(() => validateSession(ctx, row))).commits).toBe(2);
    }
  });
});

describe("the lines of a validation", () => {
  it("are there with its event", async () => {
    expect(await linesOf(() => validate())).toEqual(["call read 200"]);
    expect((await kept.eventTypes()).at(-1)).toBe("SESSION_VALIDATED");
  });

  it("come before those of the trouble that they tell of", async () => {
    const tries = 1 + install.services.settings.retry.count;
    fault(503, tries);
    const lines = await linesOf(() => expect(validate()).rejects.toThrow());
    expect(lines.filter((line) => line === "call read 503")).toHaveLength(tries);
    expect(lines.at(-1)).toBe("state session_troubled");
    install.advance(120);
    expect(await linesOf(() => validate())).toEqual(["call read 200", "state session_confirmed"]);
  });

  it("are in order around a renewal, whose own are written before its call", async () => {
    fault(401, 1);
    expect(await linesOf(() => validate())).toEqual([
      "call read 401",
      "lease_taken",
      "refresh_began",
      "call refresh 200",
      "state session_renewed",
      "refresh_ended",
      "call read 200",
    ]);
  });

  it("are kept when the outcome can't be written", async () => {
    const full = { ...storage, transaction: () => Promise.reject(new AppError("STORAGE_WRITE_ERROR")) };
    const lines = await linesOf(() =>
      expect(validate({ ...ctx, storage: full })).rejects.toMatchObject({ code: "STORAGE_WRITE_ERROR" }),
    );
    expect(lines).toEqual(["call read 200"]);
  });

  it("stay without an event where the session was ended meanwhile", async () => {
    const ending: Storage = {
      ...storage,
      transaction: async (work) => {
        await storage.brokerSessions.removeByConnection(kept.id);
        return storage.transaction(work);
      },
    };
    expect(await linesOf(() => validate({ ...ctx, storage: ending }))).toEqual(["call read 200"]);
    expect(await kept.eventTypes()).not.toContain("SESSION_VALIDATED");
  });
});
