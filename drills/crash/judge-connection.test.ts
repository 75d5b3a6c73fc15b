import { expect, it } from "vitest";
import type { AuditEventView } from "@/shared/schemas/audit";
import { buildAuditEvent, buildBrokerSession, buildConnection, buildLoginAttempt } from "@/test/builders";
import type { BrokerCall } from "./broker-tap";
import type { ConnectionFacts } from "./connection-facts";
import { judgeConnection, type Witness } from "./judge-connection";
import { markOf } from "./worker-messages";

const NOW = new Date("2026-03-02T15:00:00.000Z");
const LATER = new Date("2026-03-02T15:00:20.000Z");
const OF_THE_DEAD = `00000000-0000-4000-8000-${markOf(1)}`;
const OF_THE_LIVING = `00000000-0000-4000-8000-${markOf(2)}`;

const attempt = buildLoginAttempt({
  id: OF_THE_DEAD,
  connectionId: "c",
  ownerId: "u",
  outcome: "succeeded",
  step: "finishing",
});
const session = buildBrokerSession({ id: "s", connectionId: "c", ownerId: "u", credentialVersion: 2 });
const connection = buildConnection({ id: "c", ownerId: "u", status: "connected", nextAction: "none" });

let seq = 0;
function event(given: Partial<AuditEventView>): AuditEventView {
  seq += 1;
  return { ...buildAuditEvent({ targetId: "c" }), message: "", seq, ...given };
}
const started = event({ eventType: "LOGIN_STARTED" });
const login = event({ eventType: "LOGIN", sessionId: "s", details: { loginId: attempt.id } });
const refreshed = event({ eventType: "SESSION_REFRESHED", sessionId: "s" });

const usable: ConnectionFacts = {
  connection,
  person: "hana",
  session,
  heldHash: "held",
  unreadable: [],
  attempts: [attempt],
  events: [started, login, refreshed],
};

function call(given: Partial<BrokerCall>): BrokerCall {
  return {
    number: 1,
    worker: 1,
    kind: "refresh",
    person: "hana",
    tokenHash: "before",
    arrivedAtMs: 0,
    processedAtMs: 1,
    status: 200,
    repliedAtMs: 2,
    issuedHash: "held",
    ...given,
  };
}
const gaveHeld = call({});
const lostAnswer = call({ tokenHash: "held", issuedHash: "lost", arrivedAtMs: 5000, repliedAtMs: null });

const witness: Witness = {
  calls: [gaveHeld],
  deaths: new Map([[1, 5010]]),
  check: { code: null },
  now: NOW,
  machineNowMs: 60_000,
};
const judge = (facts: Partial<ConnectionFacts>, seen: Partial<Witness> = {}) => {
  const { verdict, violations } = judgeConnection({ ...usable, ...facts }, { ...witness, ...seen });
  return [verdict, ...violations];
};
const needsPerson = (given: Partial<typeof connection>) =>
  buildConnection({ ...connection, health: "needs_person", nextAction: "sign_in_again", ...given });

it("is content with a session that answers", () => {
  expect(judge({})).toEqual(["usable"]);
  expect(judgeConnection(usable, witness).answers).toBe(true);
});

it("finds a connection without a session that serves", () => {
  expect(judge({ session: null, heldHash: null })[1]).toMatch(/its session is gone/);
  expect(judge({ session: { ...session, status: "expired" } })[1]).toMatch(/its session is expired/);
  expect(judge({}, { check: { code: "AUTH_SESSION_EXPIRED" } })[1]).toMatch(/can't use it/);
  expect(judge({ connection: { ...connection, health: "degraded" } })[1]).toMatch(/degraded without cause/);
  expect(judge({ connection: { ...connection, status: "connecting" } })[1]).toMatch(/left connecting/);
});

it("finds a session row that was left, and a marker", () => {
  const facts = { connection: { ...connection, status: "disconnected" as const } };
  expect(judge(facts)[1]).toMatch(/a session is stored/);
  expect(judge({ session: { ...session, exchangePendingAt: NOW } })[1]).toMatch(/marker/);
});

it("finds an older token than the one that a living worker got", () => {
  expect(judge({ heldHash: "before" })[1]).toMatch(/newer refresh token/);
});

it("finds a spent token of which nobody is told", () => {
  expect(judge({}, { calls: [gaveHeld, lostAnswer] })[1]).toMatch(/nobody is told/);
});

it("believes a lost answer only where the broker gave one that nobody holds", () => {
  const told = { connection: needsPerson({ errorCode: "AUTH_REFRESH_ANSWER_LOST" }) };
  expect(judge(told, { calls: [gaveHeld, lostAnswer] })).toEqual(["answer_lost_told"]);
  expect(judge(told)).toEqual([
    "lost",
    "it was given up with AUTH_REFRESH_ANSWER_LOST, but the broker would have renewed it",
  ]);
  const other = { connection: needsPerson({ errorCode: "AUTH_SESSION_EXPIRED" }) };
  expect(judge(other, { calls: [gaveHeld, lostAnswer] })[1]).toMatch(/the answer was lost/);
});

it("believes an ended session where a disconnect was cut short", () => {
  const events = [started, login, refreshed, event({ eventType: "SESSION_EXPIRED", sessionId: "s" })];
  const facts = {
    connection: needsPerson({ status: "expired", errorCode: "AUTH_SESSION_EXPIRED" }),
    session: { ...session, status: "expired" as const },
    events,
  };
  const revoked = call({ kind: "revoke", tokenHash: "held", issuedHash: null });
  expect(judge(facts, { calls: [gaveHeld, revoked] })).toEqual(["disconnect_cut_short_told"]);
  expect(judge({ ...facts, events: [started, login, refreshed] }, { calls: [gaveHeld, revoked] })[1]).toBe(
    "its session is over without an event",
  );
});

it("believes an interrupted login where its worker was killed", () => {
  const interrupted = {
    ...attempt,
    outcome: "failed" as const,
    errorCode: "AUTH_LOGIN_INTERRUPTED" as const,
  };
  const facts = {
    connection: needsPerson({ status: "error", errorCode: "AUTH_LOGIN_INTERRUPTED" }),
    session: null,
    heldHash: null,
    attempts: [interrupted],
    events: [started, event({ eventType: "LOGIN_FAILED", details: { loginId: attempt.id } })],
  };
  expect(judge(facts)).toEqual(["login_interrupted_told"]);
  expect(judge({ ...facts, attempts: [{ ...interrupted, id: OF_THE_LIVING }] })[1]).toMatch(/but none was/);
  expect(judge({ ...facts, connection: { ...facts.connection, health: "degraded" } })[1]).toMatch(/degraded/);
});

it("knows a login that waits from one that was left", () => {
  const waiting = {
    ...attempt,
    outcome: "open" as const,
    step: "waiting_for_person" as const,
    deadlineAt: LATER,
  };
  const facts = {
    connection: needsPerson({ status: "challenge" }),
    session: null,
    heldHash: null,
    attempts: [waiting],
    events: [started],
  };
  expect(judge(facts)).toEqual(["waits_for_person"]);
  const left = { ...waiting, step: "contacting_broker" as const, leaseToken: OF_THE_DEAD, leaseUntil: LATER };
  expect(judge({ ...facts, attempts: [left] })).toEqual([
    "broken",
    "it waits for a person, but no login does",
    "a dead worker holds its login",
    "a login was left contacting_broker",
  ]);
  expect(judge({ ...facts, attempts: [{ ...waiting, deadlineAt: NOW }] })[1]).toMatch(/past its deadline/);
  const timedOut = { ...attempt, outcome: "timed_out" as const };
  const ended = event({ eventType: "CHALLENGE_FAILED", details: { loginId: attempt.id } });
  expect(
    judge({
      ...facts,
      connection: needsPerson({ status: "error", errorCode: "AUTH_CHALLENGE_EXPIRED" }),
      attempts: [timedOut],
      events: [started, ended],
    }),
  ).toEqual(["login_timed_out_told"]);
});

it("finds a lease of the dead that did not lapse, not one of the living", () => {
  const leased = (leaseToken: string) => ({ session: { ...session, leaseToken, leaseUntil: LATER } });
  expect(judge(leased(OF_THE_DEAD))[1]).toMatch(/a dead worker holds/);
  expect(judge(leased(OF_THE_LIVING))).toEqual(["usable"]);
});

it("finds what can't be decrypted", () => {
  expect(judge({ unreadable: ["deviceToken"] })[1]).toBe("its deviceToken can't be decrypted");
});

it("finds acts without their events, and events without their acts", () => {
  expect(judge({ events: [started, login] })[1]).toMatch(/version 2 with 0 events/);
  expect(judge({ events: [login, refreshed] })[1]).toMatch(/1 logins, 0 events/);
  expect(judge({ events: [started, refreshed] }).slice(1)).toEqual([
    "a login that is succeeded has 0 events of its end",
    "its session has 0 events of its login",
  ]);
  const signedOut = { connection: { ...connection, status: "disconnected" as const }, session: null };
  expect(judge(signedOut)[1]).toBe("it is disconnected, but the last event is LOGIN");
  const logout = event({ eventType: "LOGOUT" });
  expect(judge({ ...signedOut, events: [started, login, logout] })).toEqual(["signed_out"]);
});
