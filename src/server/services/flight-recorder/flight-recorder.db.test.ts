import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openSession } from "@/server/services/broker-sessions/session-cipher";
import { exportFlightRecords } from "@/server/services/flight-recorder/export-flight-records";
import { HeldFlights } from "@/server/services/flight-recorder/held-flights";
import { readNewestRecords } from "@/server/services/flight-recorder/read-newest-records";
import {
  holdFlight,
  noteFlight,
  recordFlight,
  writeHeldFlights,
} from "@/server/services/flight-recorder/record-flight";
import type { UserRecord } from "@/server/storage/records";
import type { FlightDetails } from "@/shared/schemas/flight-record";
import { createTestInstall, type TestInstall } from "@/test/test-install";

const LABEL = "Grandmother's canary";
const PASSWORD = "not-a-real-password-dan";

let install: TestInstall;
let owner: UserRecord;
let caller: Awaited<ReturnType<TestInstall["callerOf"]>>;
let connectionId: string;
let passing: NodeJS.Timeout;

beforeAll(async () => {
  install = await createTestInstall();
  // The adapter waits between its questions to the broker: time must pass for it.
  passing = setInterval(() => install.advance(1), 5);
});
afterAll(async () => {
  clearInterval(passing);
  await install.close();
});
beforeEach(async () => {
  install.sandbox.control.reset();
  install.sandbox.control.clock.set(install.clock.now());
  owner = await install.addPerson();
  caller = await install.callerOf(owner);
  connectionId = (await caller.connections.add({ broker: "robinhood", label: LABEL, access: "read_only" }))
    .id;
});

/** Dan needs no approval, but a code of his authenticator. */
async function connect(): Promise<void> {
  const mfaSecret = install.sandbox.control.person("dan")?.authenticator?.secret ?? "";
  const view = await caller.connections.startLogin({
    connectionId,
    credentials: { username: "dan@example.com", password: PASSWORD, mfaSecret },
    remember: true,
  });
  expect(view.status).toBe("connected");
}

async function note(details: FlightDetails, process = "test-1"): Promise<void> {
  const ctx = await install.contextOf(owner);
  await recordFlight({ ...ctx, process }, ctx.storage, connectionId, "keeper", details);
}

/** As the broker itself says them. */
async function accountNumbers(accessToken: string): Promise<string[]> {
  const reply = await fetch(`${install.sandbox.url}/accounts/`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  const { results } = (await reply.json()) as { results: { account_number: string }[] };
  expect(results.length).toBeGreaterThan(0);
  return results.map((account) => account.account_number);
}

const kindsOf = async () =>
  (await caller.connections.flightRecords({ connectionId, limit: 200 })).records.map(({ kind }) => kind);

interface ExportedDocument {
  readonly connection: Record<string, unknown>;
  readonly session: Record<string, unknown> | null;
  readonly isCut: boolean;
  readonly attempts: readonly { kind: string }[];
  readonly records: readonly { seq: number; process: string; details: FlightDetails }[];
}
const exported = async () =>
  JSON.parse((await caller.connections.exportFlightRecords({ connectionId })).text) as ExportedDocument;

describe("the timeline", () => {
  it("tells a sign-in from its beginning to its end, with the requests between", async () => {
    await connect();
    const kinds = (await kindsOf()).toReversed();
    expect(kinds.indexOf("login_began")).toBeLessThan(kinds.indexOf("call"));
    expect(kinds.lastIndexOf("call")).toBeLessThan(kinds.indexOf("login_ended"));
    const { records } = await caller.connections.flightRecords({ connectionId, kinds: ["login_ended"] });
    expect(records).toMatchObject([{ details: { outcome: "succeeded", challenged: true } }]);
  });

  it("tells of a challenge, of trouble while it waits, and of its end", async () => {
    const credentials = { username: "ben@example.com", password: "not-a-real-password-ben" };
    const waiting = await caller.connections.startLogin({ connectionId, credentials });
    const loginId = waiting.login?.id ?? "";
    install.sandbox.control.addFault({ kind: "status", status: 503, path: "*", count: 20 });
    await caller.connections
      .answerChallenge({ connectionId, loginId, answer: { kind: "code", code: "000000" } })
      .catch(() => undefined);
    install.sandbox.control.clearFaults();
    const open = (await caller.connections.get({ connectionId })).login;
    if (open !== null) {
      await caller.connections.cancelLogin({ connectionId, loginId });
    }
    const kinds = await kindsOf();
    expect(kinds).toEqual(expect.arrayContaining(["login_began", "login_step", "login_ended"]));
  });

  it("tells of a refused sign-in with its code", async () => {
    const credentials = { username: "finn@example.com", password: "canary-wrong-password" };
    await caller.connections.startLogin({ connectionId, credentials });
    const { records } = await caller.connections.flightRecords({ connectionId, kinds: ["login_ended"] });
    expect(records[0]?.details).toMatchObject({ outcome: "failed", code: "AUTH_INVALID_CREDENTIALS" });
  });

  it("comes in pages, newest first, to the end", async () => {
    for (const number of [1, 2, 3, 4, 5]) {
      await note({ number });
    }
    const numbers: unknown[] = [];
    let before: number | null = null;
    do {
      const page = await caller.connections.flightRecords({ connectionId, limit: 2, before });
      numbers.push(...page.records.map(({ details }) => details["number"]));
      before = page.before;
    } while (before !== null);
    expect(numbers).toEqual([5, 4, 3, 2, 1]);
    const exact = await caller.connections.flightRecords({ connectionId, limit: 5 });
    expect(exact.before).toBeNull();
  });

  it("never stands in the way: a line that can't be written is logged, not thrown", async () => {
    const ctx = await install.contextOf(owner);
    await noteFlight(ctx, connectionId, "keeper", { reason: "x".repeat(301) });
    expect(await kindsOf()).toEqual([]);
    expect(install.logLines.join("")).toContain("a line of the flight recorder was not written");
  });

  it("has held lines before the one that is written at once, with the times of what they tell", async () => {
    const heldFlights = new HeldFlights();
    const ctx = { ...(await install.contextOf(owner)), heldFlights };
    const at = install.clock.now();
    await holdFlight(ctx, connectionId, "call", { status: 200 });
    expect(await kindsOf()).toEqual([]);
    install.advance(5);
    await noteFlight(ctx, connectionId, "wait");
    await writeHeldFlights(ctx);
    await holdFlight({ ...ctx, heldFlights: undefined }, connectionId, "call", { status: 201 });
    const { records } = await caller.connections.flightRecords({ connectionId });
    expect(records.map(({ kind, details }) => details["status"] ?? kind)).toEqual([201, "wait", 200]);
    expect(records.at(-1)?.at).toBe(at.toISOString());
  });

  it("goes with its connection", async () => {
    await note({});
    await caller.connections.remove({ connectionId });
    expect(await install.services.storage.flightRecords.pageOf(connectionId, 10, null)).toEqual([]);
  });
});

describe("the last attempts", () => {
  it("are five of any kind, newest first", async () => {
    await connect();
    const { storage } = install.services;
    const startedAt = (minutes: number) => new Date(install.clock.now().getTime() + minutes * 60_000);
    for (const [minute, kind] of [
      [1, "refresh"],
      [2, "keep_alive"],
      [3, "restore"],
      [4, "retry"],
    ] as const) {
      await storage.sessionAttempts.create({
        id: `${connectionId}-${minute}`,
        connectionId,
        kind,
        trigger: kind === "retry" ? "person" : "keeper",
        startedAt: startedAt(minute),
        endedAt: startedAt(minute),
        outcome: kind === "restore" ? "failed" : "succeeded",
        step: kind === "restore" ? "probe" : null,
        errorCode: kind === "restore" ? "CONN_TIMEOUT" : null,
      });
    }
    const attempts = await caller.connections.attempts({ connectionId });
    expect(attempts.map(({ kind }) => kind)).toEqual(["retry", "restore", "keep_alive", "refresh", "login"]);
    expect(attempts[1]).toMatchObject({ trigger: "keeper", step: "probe", errorCode: "CONN_TIMEOUT" });
    expect(attempts[4]).toMatchObject({ outcome: "succeeded", errorCode: null });
  });
});

describe("the download", () => {
  it("holds the facts that help, and is audited", async () => {
    await connect();
    const { fileName } = await caller.connections.exportFlightRecords({ connectionId });
    expect(fileName).toMatch(/^wheelhouse-flight-robinhood-\d{8}-\d{6}\.json$/);
    const document = await exported();
    expect(document).toMatchObject({
      format: "wheelhouse-flight-recorder/1",
      wheelhouse: expect.stringMatching(/^\d+\.\d+\.\d+/),
      connection: { id: connectionId, status: "connected", health: "ok" },
      broker: { id: "robinhood", officialHosts: false },
      settings: { refreshThresholdSeconds: 300 },
      session: { credentialVersion: 1, refreshable: true },
      attempts: [{ kind: "login", outcome: "succeeded" }],
      isCut: false,
    });
    const event = (await install.events()).findLast(({ targetId }) => targetId === connectionId);
    expect(event).toMatchObject({ eventType: "FLIGHT_RECORD_EXPORTED", outcome: "success" });
  });

  it.each([
    [1, 1, true],
    [2, 2, true],
    [3, 3, false],
    [2000, 3, false],
  ])("of at most %d of three lines has %d", async (most, length, isCut) => {
    for (const number of [1, 2, 3]) {
      await note({ number });
    }
    const found = await readNewestRecords(install.services.storage, connectionId, most);
    expect(found.isCut).toBe(isCut);
    expect(found.records.map(({ details }) => details["number"])).toEqual([3, 2, 1].slice(0, length));
  });

  it("names processes by number and leaves out what does not look like a name", async () => {
    await note({ reason: "not_due" }, "desk-4711");
    await note({ reason: "ada@example.com" }, "laptop-of-ada-99");
    const { records } = await exported();
    expect(records.map(({ process, details }) => [process, details["reason"]])).toEqual([
      ["process 2", "[left out]"],
      ["process 1", "not_due"],
    ]);
  });

  it("has no broker where this install no longer offers it, and no session where none is held", async () => {
    const ctx = await install.contextOf(owner);
    const { text } = await exportFlightRecords({ ...ctx, brokers: {} }, { connectionId });
    const document = JSON.parse(text) as ExportedDocument;
    expect(document).toMatchObject({ broker: null, session: null, records: [] });
  });

  it("gives no secret and no name away, nor does any stored line", async () => {
    await connect();
    const { storage } = install.services;
    const secrets = [PASSWORD, "dan@example.com", LABEL, owner.id, owner.email];
    secrets.push(install.sandbox.control.person("dan")?.authenticator?.secret ?? "");
    const noteTokens = async () => {
      const session = await storage.brokerSessions.byConnection(connectionId);
      if (session === null) throw new Error("There is no session.");
      const tokens = await openSession(install.services, storage, session);
      secrets.push(...(await accountNumbers(tokens.accessToken.reveal())));
      secrets.push(session.ciphertext, tokens.accessToken.reveal(), tokens.refreshToken?.reveal() ?? "");
    };
    await noteTokens();
    await caller.connections.refresh({ connectionId });
    await noteTokens();
    const summary = await caller.portfolio.summary({ connectionId });
    expect(summary).toBeDefined();
    const view = await caller.connections.get({ connectionId });
    secrets.push(...view.accounts.map(({ maskedNumber }) => maskedNumber));
    install.sandbox.control.addFault({ kind: "status", status: 503, path: "*", count: 3 });
    await caller.connections.check({ connectionId }).catch(() => undefined);
    install.sandbox.control.clearFaults();
    const before = await caller.connections.exportFlightRecords({ connectionId });
    await caller.connections.disconnect({ connectionId });
    const after = await caller.connections.exportFlightRecords({ connectionId });
    const lines = JSON.stringify(await storage.flightRecords.pageOf(connectionId, 1000, null));
    expect(JSON.parse(lines).length).toBeGreaterThan(10);
    for (const text of [before.text, after.text, lines]) {
      expect(secrets.filter((secret) => secret === "" || text.includes(secret))).toEqual([]);
    }
  });
});
