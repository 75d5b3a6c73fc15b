import { setTimeout as wait } from "node:timers/promises";
import type { BrokerTap } from "./broker-tap";
import { AuditTrail, type ConnectionFacts, readConnectionFacts } from "./connection-facts";
import type { DrillInstall } from "./drill-install";
import type { DrillReport, Violation } from "./drill-report";
import { judgeConnection } from "./judge-connection";
import { judgeOutbox, type OutboxFacts } from "./judge-outbox";
import type { NoticeReceiver } from "./notice-receiver";
import { readOutboxFacts } from "./outbox-facts";
import { type Deaths, duplicateRefreshes } from "./refresh-ledger";
import type { ActResult, WorkerProcess } from "./worker-process";

/** What there is to look at. */
export interface Scene {
  readonly install: DrillInstall;
  readonly tap: BrokerTap;
  readonly receiver: NoticeReceiver;
  readonly deaths: Deaths;
}

/** When and through whom is looked. */
export interface Situation {
  readonly round: number;
  /** The server that runs; without one the broker is not asked. */
  readonly worker: WorkerProcess | null;
  /** How far the servers' time is ahead of the machine's, milliseconds. */
  readonly aheadMs: number;
  /** How long work in progress may take. */
  readonly limitMs: number;
}

type Figures = Pick<
  DrillReport,
  | "sessionsChecked"
  | "duplicateRefreshes"
  | "answersLostTold"
  | "loginsInterruptedTold"
  | "disconnectsCutShortTold"
  | "notices"
>;

const POLL_MS = 100;
const LOOKS = 3;
const PAUSE_MS = 1000;

/** Looks at the database, the broker's calls and the notices after a crash, has them judged, and counts. */
export class Inspector {
  readonly #scene: Scene;
  readonly #trail: AuditTrail;
  readonly #told = { answer: new Set<string>(), disconnect: new Set<string>() };
  readonly #lastToken = new Map<string, string>();
  #checked = 0;
  #duplicates = 0;

  constructor(scene: Scene) {
    this.#scene = scene;
    this.#trail = new AuditTrail(scene.install.reader.storage);
  }

  /** Judges until nothing is wrong; what still is wrong at the third look, with pauses, is no work in progress. */
  async inspect(situation: Situation): Promise<Violation[]> {
    for (let look = 1; ; look += 1) {
      const found = await this.#look(situation);
      if (found.length === 0 || look === LOOKS) return [...found, ...this.#sentTwice(situation.round)];
      await wait(PAUSE_MS);
    }
  }

  #sentTwice(round: number): Violation[] {
    const { tap, deaths } = this.#scene;
    const duplicates = duplicateRefreshes(tap.calls, deaths);
    const news = duplicates.slice(this.#duplicates);
    this.#duplicates = duplicates.length;
    return news.map(({ first, second }) => {
      const what = `a refresh token was sent twice: ${JSON.stringify([first, second])}`;
      return { round, where: second.person ?? "broker", what };
    });
  }

  /** Rows and events as of one moment: read again when somebody wrote in between. */
  async read(): Promise<ConnectionFacts[]> {
    for (;;) {
      const before = await this.#readOnce();
      const after = await this.#readOnce();
      if (versionsOf(before) === versionsOf(after)) return after.map((facts) => this.#withLastToken(facts));
    }
  }

  async #readOnce(): Promise<ConnectionFacts[]> {
    const { reader, people } = this.#scene.install;
    const trail = await this.#trail.read();
    return Promise.all(
      people.map(({ key, connectionId }) => readConnectionFacts(reader, trail, connectionId, key)),
    );
  }

  /** The keeper cleans up sessions that are over: the token that the last row held tells why it ended. */
  #withLastToken(facts: ConnectionFacts): ConnectionFacts {
    const { id } = facts.connection;
    const heldHash = facts.session === null ? (this.#lastToken.get(id) ?? null) : facts.heldHash;
    if (heldHash !== null) this.#lastToken.set(id, heldHash);
    return { ...facts, heldHash };
  }

  /** Lets the server that lives send what waits; false when something still waits after the time. */
  async drainOutbox(limitMs: number): Promise<boolean> {
    const waits = ({ lines }: OutboxFacts) => lines.some(({ statuses }) => statuses.includes("pending"));
    const end = Date.now() + limitMs;
    while (waits(await this.#readOutbox())) {
      if (Date.now() >= end) return false;
      await wait(POLL_MS);
    }
    return true;
  }

  /** Judges what arrived in all rounds, when nothing waits any more. */
  async judgeOutbox(round: number): Promise<Violation[]> {
    return judgeOutbox(await this.#readOutbox()).map((what) => ({ round, where: "outbox", what }));
  }

  /** What was counted in all rounds. */
  async figures(): Promise<Figures> {
    const outbox = await this.#readOutbox();
    const attempts = (await this.read()).flatMap((facts) => facts.attempts);
    const statuses = outbox.lines.flatMap((line) => line.statuses);
    return {
      sessionsChecked: this.#checked,
      duplicateRefreshes: this.#duplicates,
      answersLostTold: this.#told.answer.size,
      loginsInterruptedTold: attempts.filter(({ errorCode }) => errorCode === "AUTH_LOGIN_INTERRUPTED")
        .length,
      disconnectsCutShortTold: this.#told.disconnect.size,
      notices: {
        written: outbox.lines.reduce((sum, { notices }) => sum + notices, 0),
        mendedBefore: statuses.filter((status) => status === "dropped").length,
        arrived: outbox.known.size,
        repeats: outbox.arrivals.length - outbox.known.size,
      },
    };
  }

  #readOutbox(): Promise<OutboxFacts> {
    return readOutboxFacts(
      this.#scene.install.reader.storage,
      this.#scene.install.ownerId,
      this.#scene.receiver.arrivals,
    );
  }

  /** Waits until nothing is being done any more, or until the limit; then it is for the judge to say what is wrong. */
  async #settled({ worker, aheadMs, limitMs }: Situation): Promise<ConnectionFacts[]> {
    const end = Date.now() + limitMs;
    for (;;) {
      worker?.assertWell();
      const facts = await this.read();
      const now = new Date(Date.now() + aheadMs);
      const isCalm = facts.every((each) => isAtRest(each, now)) && this.#scene.tap.underWay === 0;
      if (isCalm || Date.now() > end) return facts;
      await wait(POLL_MS);
    }
  }

  async #look(situation: Situation): Promise<Violation[]> {
    const { worker, aheadMs, round } = situation;
    const { tap, deaths } = this.#scene;
    const settled = await this.#settled(situation);
    const checks = new Map<string, ActResult>();
    await Promise.all(
      settled.map(async ({ connection }) => {
        if (connection.status !== "connected" || worker === null) return;
        const check = await worker.perform({ kind: "check", connectionId: connection.id });
        checks.set(connection.id, check);
      }),
    );
    const all = await this.#settled(situation);
    const machineNowMs = Date.now();
    return all.flatMap((facts) => {
      const { connection, session, person } = facts;
      const { answers, verdict, violations } = judgeConnection(facts, {
        calls: tap.calls,
        deaths,
        check: checks.get(connection.id),
        now: new Date(machineNowMs + aheadMs),
        machineNowMs,
      });
      if (answers && violations.length === 0) this.#checked += 1;
      const sessionId = session?.id ?? `${connection.id} at ${connection.lastConnectedAt?.toISOString()}`;
      if (verdict === "answer_lost_told") this.#told.answer.add(sessionId);
      if (verdict === "disconnect_cut_short_told") this.#told.disconnect.add(sessionId);
      return violations.map((what) => ({ round, where: person, what, verdict }));
    });
  }
}

function versionsOf(all: readonly ConnectionFacts[]): string {
  return JSON.stringify(
    all.map(({ connection, session, attempts, events }) => [
      connection.version,
      session?.id,
      session?.credentialVersion,
      attempts.map(({ version }) => version),
      events.length,
    ]),
  );
}

/**
 * Whether nobody is at work on a connection, nor has to come and end what a dead worker was ending; its lapsed lease
 * stands in nobody's way.
 */
function isAtRest({ connection, session, attempts }: ConnectionFacts, now: Date): boolean {
  const isFree = (until: Date | null) => until === null || until <= now;
  const open = attempts.filter(({ outcome }) => outcome === "open");
  const waitsForRecovery = connection.status === "connected" && connection.health === "ok";
  return (
    connection.status !== "connecting" &&
    isFree(session?.leaseUntil ?? null) &&
    session?.status !== "invalid" &&
    open.every(({ step, leaseUntil }) => step === "waiting_for_person" && isFree(leaseUntil)) &&
    !(waitsForRecovery && session !== null && session.exchangePendingAt !== null)
  );
}
