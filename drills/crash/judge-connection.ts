import type { BrokerCall } from "./broker-tap";
import type { ConnectionFacts } from "./connection-facts";
import { type Deaths, isRevoked, isSpent, possibleTokens } from "./refresh-ledger";
import { workerOf } from "./worker-messages";
import type { ActResult } from "./worker-process";

/** What is true of a connection after a restart. Each but the first three was told to the person. */
export type Verdict =
  | "usable"
  | "signed_out"
  | "waits_for_person"
  | "answer_lost_told"
  | "login_interrupted_told"
  | "login_timed_out_told"
  | "disconnect_cut_short_told"
  | "lost"
  | "broken";

export interface Judgement {
  readonly verdict: Verdict;
  /** Whether the session answered a question through the product. */
  readonly answers: boolean;
  /** One sentence for each thing that must not be. */
  readonly violations: readonly string[];
}

/** What the judge knows beside the database. */
export interface Witness {
  readonly calls: readonly BrokerCall[];
  readonly deaths: Deaths;
  /** What came of asking the broker through the product; undefined where it was not asked. */
  readonly check: ActResult | undefined;
  /** The workers' time. */
  readonly now: Date;
  /** The machine's time, milliseconds, as in the calls. */
  readonly machineNowMs: number;
}

/** Whether a connection is as it must be some time after a crash, when nobody is at work. Pure. */
export function judgeConnection(facts: ConnectionFacts, witness: Witness): Judgement {
  const [verdict, reason] = verdictOf(facts, witness);
  const violations = [
    ...(reason === null ? [] : [reason]),
    ...facts.unreadable.map((name) => `its ${name} can't be decrypted`),
    ...leasesLeft(facts, witness),
    ...eventsMissing(facts),
  ];
  const answers = typeof witness.check === "object" && witness.check.code === null;
  return { verdict, answers, violations };
}

function verdictOf(facts: ConnectionFacts, witness: Witness): [Verdict, string | null] {
  const { connection, session, attempts } = facts;
  switch (connection.status) {
    case "disconnected":
      return session === null
        ? ["signed_out", null]
        : ["broken", "it is disconnected, but a session is stored"];
    case "connecting":
      return ["broken", "it was left connecting"];
    case "challenge": {
      const open = attempts.find(({ outcome }) => outcome === "open");
      return open?.step === "waiting_for_person"
        ? ["waits_for_person", null]
        : ["broken", "it waits for a person, but no login does"];
    }
    case "connected":
      return judgeConnected(facts, witness);
    case "error":
    case "expired":
      return judgeEnded(facts, witness);
  }
}

function judgeConnected(facts: ConnectionFacts, witness: Witness): [Verdict, string | null] {
  const { connection, session, heldHash, person } = facts;
  if (session === null || session.status !== "active") {
    return ["broken", `it is connected, but its session is ${session?.status ?? "gone"}`];
  }
  if (typeof witness.check === "object" && witness.check.code !== null) {
    return ["broken", `it is connected, but the product can't use it: ${witness.check.code}`];
  }
  const allowed = possibleTokens(witness.calls, person, witness.deaths, witness.machineNowMs);
  if (heldHash !== null && !allowed.includes(heldHash)) {
    return ["broken", "a newer refresh token than the stored one was given to a worker that lived"];
  }
  if (connection.health === "needs_person") return loginTold(facts, witness) ?? told(facts, witness);
  if (connection.health !== "ok") return ["broken", `it is ${connection.health} without cause`];
  if (heldHash !== null && isSpent(witness.calls, heldHash)) {
    return ["broken", "its refresh token is spent, and nobody is told"];
  }
  return session.exchangePendingAt === null
    ? ["usable", null]
    : ["broken", "the marker of an exchange was left"];
}

function judgeEnded(facts: ConnectionFacts, witness: Witness): [Verdict, string | null] {
  const { connection } = facts;
  if (connection.health !== "needs_person") {
    return ["broken", `it is ${connection.status} and ${connection.health}, with ${connection.errorCode}`];
  }
  return loginTold(facts, witness) ?? told(facts, witness);
}

/** A connection that tells of its last login, against that login; null where it tells of something else. */
function loginTold(
  { connection, attempts }: ConnectionFacts,
  { deaths }: Witness,
): [Verdict, string | null] | null {
  const last = attempts[0];
  if (connection.errorCode === "AUTH_CHALLENGE_EXPIRED" && last?.outcome === "timed_out") {
    return ["login_timed_out_told", null];
  }
  if (connection.errorCode !== "AUTH_LOGIN_INTERRUPTED") return null;
  const wasKilled = last !== undefined && deaths.has(workerOf(last.id));
  return wasKilled && last.errorCode === "AUTH_LOGIN_INTERRUPTED"
    ? ["login_interrupted_told", null]
    : ["broken", "it tells of an interrupted login, but none was"];
}

/** What a session that can't be renewed tells, against what the broker did. */
function told(facts: ConnectionFacts, { calls }: Witness): [Verdict, string | null] {
  const { connection, heldHash } = facts;
  const spent = heldHash !== null && isSpent(calls, heldHash);
  const revoked = heldHash !== null && isRevoked(calls, heldHash);
  if (!spent && !revoked) {
    return ["lost", `it was given up with ${connection.errorCode}, but the broker would have renewed it`];
  }
  if (spent && (connection.errorCode === "AUTH_REFRESH_ANSWER_LOST" || wasToldBefore(facts))) {
    return ["answer_lost_told", null];
  }
  // A marker from before lets the product think of a lost answer: it can't know who spent the token.
  const codes = ["AUTH_SESSION_EXPIRED", "AUTH_REFRESH_ANSWER_LOST"];
  if (revoked && codes.includes(connection.errorCode ?? "")) return ["disconnect_cut_short_told", null];
  return [
    "broken",
    `it tells ${connection.errorCode}, but the ${spent ? "answer was lost" : "person ended it"}`,
  ];
}

/** A login that was tried over the session since then put its own reason in place of the lost answer's. */
function wasToldBefore({ events }: ConnectionFacts): boolean {
  const toldAt = events.findLastIndex(({ details }) => details["code"] === "AUTH_REFRESH_ANSWER_LOST");
  const connectedAt = events.findLastIndex(({ eventType }) => CONNECTED_BY.includes(eventType));
  return toldAt > connectedAt && events.slice(toldAt).some(({ eventType }) => eventType === "LOGIN_STARTED");
}

function leasesLeft({ session, attempts }: ConnectionFacts, { deaths, now }: Witness): string[] {
  const isOfTheDead = (token: string | null, until: Date | null) =>
    token !== null && deaths.has(workerOf(token)) && until !== null && until > now;
  const ofSession =
    session !== null && isOfTheDead(session.leaseToken, session.leaseUntil)
      ? ["a dead worker holds its session's lease"]
      : [];
  const ofLogins = attempts.flatMap((attempt) => {
    if (attempt.outcome !== "open") return [];
    const left = isOfTheDead(attempt.leaseToken, attempt.leaseUntil) ? ["a dead worker holds its login"] : [];
    const stuck = attempt.step === "waiting_for_person" ? [] : [`a login was left ${attempt.step}`];
    const late = attempt.deadlineAt <= now ? ["a login is open past its deadline"] : [];
    return [...left, ...stuck, ...late];
  });
  return [...ofSession, ...ofLogins];
}

const LOGIN_ENDS = ["LOGIN", "LOGIN_VIA_DEVICE_TOKEN", "LOGIN_FAILED", "LOGIN_CANCELLED", "CHALLENGE_FAILED"];
const CONNECTED_BY = ["LOGIN", "LOGIN_VIA_DEVICE_TOKEN"];
const DISCONNECTED_BY = ["LOGOUT", "LOGOUT_LOCAL_ONLY", "LOGIN_CANCELLED"];

function eventsMissing({ connection, session, attempts, events }: ConnectionFacts): string[] {
  const count = (types: readonly string[], matches: (event: (typeof events)[number]) => boolean) =>
    events.filter((event) => types.includes(event.eventType) && matches(event)).length;
  const problems: string[] = [];
  const expect = (holds: boolean, problem: string) => {
    if (!holds) problems.push(problem);
  };

  const started = count(["LOGIN_STARTED"], () => true);
  expect(started === attempts.length, `${attempts.length} logins, ${started} events of their start`);
  for (const attempt of attempts) {
    const ends = count(LOGIN_ENDS, ({ details }) => details["loginId"] === attempt.id);
    const wanted = attempt.outcome === "open" ? 0 : 1;
    expect(ends === wanted, `a login that is ${attempt.outcome} has ${ends} events of its end`);
  }
  if (session !== null) {
    const logins = count(CONNECTED_BY, ({ sessionId }) => sessionId === session.id);
    expect(logins === 1, `its session has ${logins} events of its login`);
    const refreshes = count(["SESSION_REFRESHED"], ({ sessionId }) => sessionId === session.id);
    expect(
      refreshes === session.credentialVersion - 1,
      `its session is at version ${session.credentialVersion} with ${refreshes} events of refreshes`,
    );
    const ends = count(["SESSION_EXPIRED"], ({ sessionId }) => sessionId === session.id);
    expect(connection.status !== "expired" || ends > 0, "its session is over without an event");
  }
  const last = events.findLast(({ eventType }) => [...CONNECTED_BY, ...DISCONNECTED_BY].includes(eventType));
  if (connection.status === "disconnected" && last !== undefined) {
    expect(
      DISCONNECTED_BY.includes(last.eventType),
      `it is disconnected, but the last event is ${last.eventType}`,
    );
  }
  return problems;
}
