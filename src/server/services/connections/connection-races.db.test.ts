import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserRecord } from "@/server/storage/records";
import type { AuditEventType } from "@/shared/audit-events";
import { createTestInstall, type TestInstall } from "@/test/test-install";

let install: TestInstall;
let passing: NodeJS.Timeout;

beforeAll(async () => {
  install = await createTestInstall();
  // The adapter and waiting requests sleep between two tries: time must pass for them.
  passing = setInterval(() => install.clock.advance(100), 5);
});
afterAll(async () => {
  clearInterval(passing);
  await install.close();
});

/** What two requests may do at the same moment. */
const ACTS = [
  "start",
  "cancel",
  "disconnect",
  "refresh",
  "check",
  "approve",
  "deny",
  "drive",
  "answer",
] as const;
type Act = (typeof ACTS)[number];

/** A connection with its owner, and how to act on it. */
async function createSubject(who: "hana" | "ada" | "ben") {
  const owner: UserRecord = await install.addPerson();
  const caller = await install.callerOf(owner);
  const added = await caller.connections.add({ broker: "robinhood", label: who, access: "read_only" });
  const connectionId = added.id;
  const loginId = async () => (await caller.connections.get({ connectionId })).login?.id ?? "none";
  const acts: Record<Act, () => Promise<unknown>> = {
    start: () =>
      caller.connections.startLogin({
        connectionId,
        credentials: { username: `${who}@example.com`, password: `not-a-real-password-${who}` },
      }),
    cancel: async () => caller.connections.cancelLogin({ connectionId, loginId: await loginId() }),
    disconnect: () => caller.connections.disconnect({ connectionId }),
    refresh: () => caller.connections.refresh({ connectionId }),
    check: () => caller.connections.check({ connectionId }),
    approve: async () => install.sandbox.control.act(who, "approve"),
    deny: async () => install.sandbox.control.act(who, "deny"),
    drive: () => {
      install.advance(6);
      return install.drive();
    },
    answer: async () =>
      caller.connections.answerChallenge({
        connectionId,
        loginId: await loginId(),
        answer: {
          kind: "code",
          code: install.sandbox.control.person(who)?.messages.at(-1)?.code ?? "000000",
        },
      }),
  };
  return { owner, connectionId, acts };
}

/** What must be true of the rows whenever nothing is running. */
async function expectSound(connectionId: string): Promise<void> {
  const { storage } = install.services;
  const connection = await storage.connections.byId(connectionId);
  const attempt = await storage.loginAttempts.openOf(connectionId);
  const session = await storage.brokerSessions.byConnection(connectionId);
  const attempts = await storage.loginAttempts.recentOf(connectionId, 100);
  expect(connection).not.toBeNull();
  const status = connection?.status ?? "disconnected";
  expect(attempts.filter((one) => one.outcome === "open").length).toBe(attempt === null ? 0 : 1);
  expect(attempt !== null, `an open login while ${status}`).toBe(
    ["connecting", "challenge"].includes(status),
  );
  if (status === "connected") {
    expect(session).not.toBeNull();
  }
  if (status === "disconnected") {
    expect(session).toBeNull();
  }
  expect(session?.leaseToken ?? null).toBeNull();
  for (const ended of attempts.filter((one) => one.outcome !== "open")) {
    expect(ended.stateCiphertext).toBeNull();
    expect(ended.endedAt).not.toBeNull();
  }
  // No act without its event: each login that began, succeeded or was ended has one.
  const events = (
    await install.services.storage.audit.search({
      eventTypes: [],
      severities: [],
      outcomes: [],
      user: "",
      text: connectionId,
      from: null,
      to: null,
      cursor: null,
      limit: 200,
    })
  ).events.filter((event) => event.targetId === connectionId);
  const count = (...types: AuditEventType[]) =>
    events.filter((event) => types.includes(event.eventType)).length;
  expect(count("LOGIN_STARTED")).toBe(attempts.length);
  expect(count("LOGIN", "LOGIN_VIA_DEVICE_TOKEN")).toBe(
    attempts.filter((one) => one.outcome === "succeeded").length,
  );
  expect(count("LOGIN_CANCELLED")).toBe(attempts.filter((one) => one.outcome === "cancelled").length);
}

describe("two requests at once", () => {
  it("never bring a connection into an impossible state, whatever they are", {
    timeout: 300_000,
  }, async () => {
    const act = fc.constantFrom(...ACTS);
    const step = fc.tuple(act, act);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("hana" as const, "ada" as const, "ben" as const),
        fc.array(step, { minLength: 2, maxLength: 6 }),
        async (who, steps) => {
          install.sandbox.control.reset();
          install.sandbox.control.clock.set(install.clock.now());
          // A login that an earlier run left open would hold this person's login name.
          for (const open of await install.services.storage.loginAttempts.open()) {
            await install.services.storage.connections.remove(open.connectionId);
          }
          const subject = await createSubject(who);
          for (const [one, other] of [["start", "start"] as const, ...steps]) {
            await Promise.allSettled([subject.acts[one](), subject.acts[other]()]);
            await expectSound(subject.connectionId);
          }
        },
      ),
      { numRuns: 15 },
    );
  });
});
