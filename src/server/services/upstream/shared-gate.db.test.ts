import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { HttpReply } from "@/server/http/http.port";
import type { ServiceContext } from "@/server/services/service-context";
import type { CallKind } from "@/server/services/upstream/call-kind";
import { connectionGate } from "@/server/services/upstream/connection-gate";
import { lookAtBreaker, takeProbe, tellBreaker } from "@/server/services/upstream/shared-breaker";
import { createStorage } from "@/server/storage/create-storage";
import type { Storage } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";
import { createTestInstall, type TestInstall } from "@/test/test-install";

/** Two processes, each with a client of its own, on one database. */
let one: TestInstall;
let two: TestInstall;
let storageOfTwo: Storage;
let contexts: readonly [ServiceContext, ServiceContext];
let connection: { id: string; broker: "robinhood" };

const request = { method: "GET", route: "/positions/", repeatable: true } as const;
const replies = (status: number): HttpReply => ({ status, headers: {}, body: "" });
const answer = (status = 200) => Promise.resolve(replies(status));

beforeAll(async () => {
  one = await createTestInstall({ process: "desk-1" });
  const { databaseUrl } = one;
  storageOfTwo = await createStorage({ databaseUrl });
  const storage = {
    storage: storageOfTwo,
    databaseUrl,
    provider: storageOfTwo.provider,
    close: async () => {},
  };
  two = await createTestInstall({ process: "desk-2", sandbox: one.sandbox, storage });
  contexts = [await one.contextOf(null), await two.contextOf(null)];
});
afterAll(async () => {
  await two.close();
  await storageOfTwo.close();
  await one.close();
});
beforeEach(() => {
  connection = { id: crypto.randomUUID(), broker: "robinhood" };
  // Whatever the test before left open or used up is over.
  advance(3600);
});

function advance(seconds: number): void {
  one.clock.advance(seconds * 1000);
  two.clock.advance(seconds * 1000);
}

/** Settles the work while its sleepers find that time passes. */
async function passTime<T>(work: Promise<T>): Promise<T> {
  let over = false;
  const noted = work.finally(() => {
    over = true;
  });
  noted.catch(() => undefined);
  while (!over) {
    if (one.clock.sleepers + two.clock.sleepers > 0) advance(1);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return noted;
}

function gateOf(process: 0 | 1, kind: CallKind, of = connection) {
  const gate = connectionGate(contexts[process], of, kind);
  return (send: () => Promise<HttpReply> = answer) => gate.pass(request, send);
}

const flights = async (id = connection.id) =>
  (await one.services.storage.flightRecords.pageOf(id, 500, null)).toReversed();
const flightKinds = async () => (await flights()).map(({ kind }) => kind);

async function codesOf(work: readonly Promise<unknown>[]): Promise<string[]> {
  const settled = await Promise.allSettled(work);
  return settled.map((result) => (result.status === "fulfilled" ? "sent" : result.reason.code));
}

describe("the window of a connection", () => {
  it("lets exactly its share of 100 reads of two processes out, and tells the others when to come back", async () => {
    const reads = Array.from({ length: 100 }, (_, index) => gateOf(index % 2 === 0 ? 0 : 1, "read")());
    const codes = await codesOf(reads);
    expect(codes.filter((code) => code === "sent")).toHaveLength(54);
    expect(codes.filter((code) => code === "API_BUDGET_SPENT")).toHaveLength(46);
    await expect(gateOf(0, "read")()).rejects.toMatchObject({ retryAfterSeconds: 60 });
    const noted = await flights();
    expect(noted.filter(({ kind }) => kind === "call")).toHaveLength(54);
    const refused = noted.filter(({ kind }) => kind === "call_refused");
    expect(refused).toHaveLength(47);
    expect(refused.at(-1)?.details).toEqual({
      kind: "read",
      method: "GET",
      route: "/positions/",
      code: "API_BUDGET_SPENT",
      retryAfterSeconds: 60,
    });
  });

  it("keeps a share for renewal, login and logout, which wait when that is used up too", async () => {
    await Promise.all(Array.from({ length: 54 }, gateOf(0, "read")));
    const kinds: CallKind[] = ["refresh", "refresh", "login", "login", "logout", "logout"];
    await Promise.all(kinds.map((kind) => gateOf(1, kind)()));
    await expect(gateOf(1, "read")()).rejects.toMatchObject({ code: "API_BUDGET_SPENT" });
    const askedAt = one.clock.now();
    expect(await passTime(gateOf(1, "refresh")())).toEqual(replies(200));
    expect(one.clock.now().getTime() - askedAt.getTime()).toBe(60_000);
    expect((await flights()).find(({ kind }) => kind === "wait")?.details).toEqual({
      reason: "budget",
      waitMs: 60_000,
      kind: "refresh",
      method: "GET",
      route: "/positions/",
    });
  });

  it("lets a long read of the past have two thirds, and waits for more of them instead of failing", async () => {
    await Promise.all(Array.from({ length: 40 }, gateOf(0, "history")));
    await Promise.all(Array.from({ length: 14 }, gateOf(1, "read")));
    const askedAt = one.clock.now();
    expect(await passTime(gateOf(0, "history")())).toEqual(replies(200));
    expect(one.clock.now().getTime() - askedAt.getTime()).toBe(60_000);
  });

  it("does not let anyone wait for longer than a minute", async () => {
    const full = (sentAt: Date) =>
      one.services.storage.requestWindows.put({
        connectionId: connection.id,
        sentAt: Array.from({ length: 60 }, () => sentAt.getTime()),
        updatedAt: sentAt,
      });
    await full(one.clock.now());
    const waiting = gateOf(0, "login")();
    const refused = expect(waiting).rejects.toMatchObject({
      code: "API_BUDGET_SPENT",
      retryAfterSeconds: 59,
    });
    while (one.clock.sleepers === 0) await new Promise((resolve) => setImmediate(resolve));
    await full(new Date(one.clock.now().getTime() + 59_000));
    advance(60);
    await refused;
  });

  it("begins to age at once when the clock goes back", async () => {
    await one.services.storage.requestWindows.put({
      connectionId: connection.id,
      sentAt: Array.from({ length: 60 }, () => one.clock.now().getTime() + 7_200_000),
      updatedAt: one.clock.now(),
    });
    await expect(gateOf(0, "read")()).rejects.toMatchObject({ retryAfterSeconds: 60 });
    advance(60);
    expect(await gateOf(0, "read")()).toEqual(replies(200));
  });

  it("is as wide as the settings say", async () => {
    const [ctx] = contexts;
    const narrow = { ...ctx, settings: { ...ctx.settings, requestsPerMinute: 10 } };
    const gate = connectionGate(narrow, connection, "read");
    const codes = await codesOf(Array.from({ length: 12 }, () => gate.pass(request, () => answer())));
    expect(codes.filter((code) => code === "sent")).toHaveLength(8);
  });
});

describe("the breaker of a broker and a kind of call", () => {
  /** Opens the breaker for reads. */
  async function trip(): Promise<void> {
    for (let failure = 0; failure < 5; failure += 1)
      await gateOf(failure % 2 === 0 ? 0 : 1, "read")(() => answer(503));
  }
  /** Closes it again, for the next test. */
  async function mend(): Promise<void> {
    advance(700);
    await gateOf(0, "read")();
  }

  it("costs no row while all goes well, and forgets failures that do not follow each other", async () => {
    const key = expect.stringMatching(/ login$/);
    await gateOf(0, "login")();
    expect(await one.services.storage.breakers.list()).not.toContainEqual(expect.objectContaining({ key }));
    for (let round = 0; round < 5; round += 1) {
      await gateOf(0, "login")(() => answer(500));
      await gateOf(1, "login")(() => answer(401));
    }
    expect(await one.services.storage.breakers.list()).toContainEqual(
      expect.objectContaining({ key, failures: 0, openUntil: null }),
    );
  });

  it("opens for all processes and connections by failures of any, and only for its kind", async () => {
    await trip();
    const other = { id: crypto.randomUUID(), broker: "robinhood" } as const;
    let sent = 0;
    const counted = () => {
      sent += 1;
      return answer();
    };
    for (const process of [0, 1] as const) {
      await expect(gateOf(process, "read", other)(counted)).rejects.toMatchObject({
        code: "CONN_BROKER_PAUSED",
        retryAfterSeconds: 30,
      });
    }
    expect(sent).toBe(0);
    expect((await flights(other.id)).map(({ kind, details }) => [kind, details["code"]])).toEqual([
      ["call_refused", "CONN_BROKER_PAUSED"],
      ["call_refused", "CONN_BROKER_PAUSED"],
    ]);
    // What was refused took no place in the window.
    expect(await one.services.storage.requestWindows.get(other.id)).toBeNull();
    expect(await gateOf(1, "refresh", other)(counted)).toEqual(replies(200));
    expect((await flightKinds()).filter((kind) => kind === "breaker_opened")).toHaveLength(1);
    expect((await flights()).at(-1)).toMatchObject({
      kind: "breaker_opened",
      details: { kind: "read", failures: 5, trips: 1, openUntil: expect.any(String) },
    });
    await mend();
  });

  it("lets exactly one of 20 callers of two processes probe, and all when that went well", async () => {
    await trip();
    advance(30);
    let sent = 0;
    let reply: (reply: HttpReply) => void = () => undefined;
    const held = new Promise<HttpReply>((resolve) => {
      reply = resolve;
    });
    const callers = Array.from({ length: 20 }, (_, index) =>
      gateOf(
        index % 2 === 0 ? 0 : 1,
        "read",
      )(() => {
        sent += 1;
        return held;
      }),
    );
    const refused = callers.map((caller) =>
      caller.then(
        () => "sent",
        (error: AppError) => error.code,
      ),
    );
    let over = 0;
    for (const outcome of refused) void outcome.then(() => (over += 1));
    while (over < 19) await new Promise((resolve) => setImmediate(resolve));
    expect(sent).toBe(1);
    reply(replies(200));
    const codes = await Promise.all(refused);
    expect(codes.filter((code) => code === "CONN_BROKER_PAUSED")).toHaveLength(19);
    expect((await flightKinds()).filter((kind) => kind.startsWith("breaker_"))).toEqual([
      "breaker_opened",
      "breaker_probe",
      "breaker_closed",
    ]);
    await Promise.all([gateOf(0, "read")(), gateOf(1, "read")()]);
  });

  it("opens for twice as long when the probe fails", async () => {
    await trip();
    advance(30);
    await gateOf(1, "read")(() => answer(500));
    await expect(gateOf(0, "read")()).rejects.toMatchObject({ retryAfterSeconds: 60 });
    await mend();
  });

  it("replaces the probe of a process that died when no call can last so long", async () => {
    await trip();
    advance(30);
    void gateOf(0, "read")(() => new Promise(() => undefined));
    while ((await flights()).at(-1)?.kind !== "breaker_probe")
      await new Promise((resolve) => setImmediate(resolve));
    advance(119);
    await expect(gateOf(1, "read")()).rejects.toMatchObject({
      code: "CONN_BROKER_PAUSED",
      retryAfterSeconds: 1,
    });
    advance(1);
    expect(await gateOf(1, "read")()).toEqual(replies(200));
  });

  it("lets the next one probe when a probe was not sent, or had no place in the window", async () => {
    await trip();
    advance(30);
    const refusal = new AppError("CONN_ADDRESS_REFUSED");
    await expect(gateOf(0, "read")(() => Promise.reject(refusal))).rejects.toBe(refusal);
    const spent = { id: crypto.randomUUID(), broker: "robinhood" } as const;
    await one.services.storage.requestWindows.put({
      connectionId: spent.id,
      sentAt: Array.from({ length: 60 }, () => one.clock.now().getTime()),
      updatedAt: one.clock.now(),
    });
    await expect(gateOf(0, "read", spent)()).rejects.toMatchObject({ code: "API_BUDGET_SPENT" });
    expect(await gateOf(1, "read")()).toEqual(replies(200));
  });

  it("finds out when another's probe closed it meanwhile", async () => {
    await trip();
    advance(30);
    const [ctx] = contexts;
    const call = { connection, kind: "read", request } as const;
    expect(await lookAtBreaker(ctx, call)).toBeNull();
    await gateOf(1, "read")();
    expect(await takeProbe(ctx, call)).toEqual({ failuresSeen: 0, probeToken: null });
  });

  it("is told of the time that is left when the clock went back by an hour", async () => {
    await trip();
    one.clock.advance(-3_600_000);
    await expect(gateOf(0, "read")()).rejects.toMatchObject({ retryAfterSeconds: 30 });
    one.clock.advance(30_000);
    expect(await gateOf(0, "read")()).toEqual(replies(200));
    one.clock.advance(3_570_000);
    advance(60);
  });

  it("that cannot be told costs nobody the broker's answer", async () => {
    const [ctx] = contexts;
    const refused = () => Promise.reject(new AppError("STORAGE_WRITE_ERROR"));
    const full = { ...ctx, storage: { ...ctx.storage, transaction: refused } };
    const call = { connection, kind: "read", request } as const;
    await tellBreaker(full, call, { failuresSeen: 0, probeToken: null }, "trouble");
    expect(one.logLines.some((line) => line.includes("a breaker was not told of a call"))).toBe(true);
  });
});
