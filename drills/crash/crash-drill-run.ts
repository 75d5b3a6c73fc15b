import { setTimeout as wait } from "node:timers/promises";
import { SeededRandom } from "@/sandbox/seeded-random";
import { type RunningSandbox, startSandbox } from "@/sandbox/server";
import { type BrokerTap, NO_HOOKS, startBrokerTap } from "./broker-tap";
import { type DrillInstall, makeDrillInstall } from "./drill-install";
import type { DrillReport, Violation } from "./drill-report";
import { Inspector } from "./inspector";
import { type Fallen, KillSwitch } from "./kill-switch";
import { type NoticeReceiver, startNoticeReceiver } from "./notice-receiver";
import { type Blow, type Phase, phaseOf, planRound, type Round } from "./plan-round";
import type { Act } from "./worker-messages";
import { type ActResult, WorkerProcess } from "./worker-process";

export interface DrillOptions {
  /** Of an empty or migrated database of its own. */
  readonly databaseUrl: string;
  /** A folder of its own. */
  readonly dataDir: string;
  readonly seed: string;
  /** Of the rounds, so many have a second server that lives on, and waits for leases in real time: 20 s and more. */
  readonly shareOfLivingNeighbours: number;
}

/** Longer than every lease of the product, of which a delivery's is the longest: a restart is so much later. */
const JUMP_SECONDS = 125;
const SETTLE_LIMIT_MS = 15_000;
const REAL_TIME_LIMIT_MS = 60_000;
/** Three notices of a kind go out in an hour, and a try that failed is repeated later: what waits gets its time. */
const DRAIN_JUMP_SECONDS = 3700;
const MOST_DRAIN_JUMPS = 6;
const DRAIN_LIMIT_MS = 15_000;
const POLL_MS = 40;
/** A restart that asks nothing of the broker is killed after this time. */
const START_LIMIT_MS = 1000;
const ACTS_LIMIT_MS = 10_000;

/** Runs rounds of act, kill, restart and judge on one database. */
export class CrashDrillRun {
  readonly install: DrillInstall;
  readonly #options: DrillOptions;
  readonly #random: SeededRandom;
  readonly #sandbox: RunningSandbox;
  readonly #tap: BrokerTap;
  readonly #receiver: NoticeReceiver;
  readonly #inspector: Inspector;
  readonly #beganAtMs = Date.now();
  readonly #deaths = new Map<number, number>();
  readonly #kills: { phase: Phase; moment: Fallen["moment"] }[] = [];
  readonly #violations: Violation[] = [];
  #aheadMs = 0;
  #round = 0;
  #nextWorker = 1;
  #spare: WorkerProcess;
  #worker: WorkerProcess | null = null;

  private constructor(
    options: DrillOptions,
    parts: { sandbox: RunningSandbox; tap: BrokerTap; receiver: NoticeReceiver; install: DrillInstall },
  ) {
    this.#options = options;
    this.#random = new SeededRandom(options.seed);
    this.#sandbox = parts.sandbox;
    this.#tap = parts.tap;
    this.#receiver = parts.receiver;
    this.install = parts.install;
    this.#inspector = new Inspector({ ...parts, deaths: this.#deaths });
    this.#spare = this.#load();
  }

  /** Starts the broker, the receiver of notices and the first server. */
  static async open(options: DrillOptions): Promise<CrashDrillRun> {
    const sandbox = await startSandbox({ port: 0, seed: options.seed });
    const tap = await startBrokerTap(sandbox.url);
    const receiver = await startNoticeReceiver();
    const { databaseUrl, dataDir } = options;
    const install = await makeDrillInstall({
      databaseUrl,
      dataDir,
      brokerUrl: tap.url,
      noticeHost: receiver.host,
      sandbox,
    });
    const run = new CrashDrillRun(options, { sandbox, tap, receiver, install });
    run.#worker = await run.#startSpare();
    await run.#connectEveryone(run.#worker);
    return run;
  }

  /** Everybody is signed in before the first blow. */
  async #connectEveryone(worker: WorkerProcess): Promise<void> {
    await worker.subscribe(this.#receiver.url);
    await Promise.all(
      this.install.people.map(({ connectionId, username, password }) =>
        worker.perform({ kind: "connect", connectionId, username, password }),
      ),
    );
    for (const { key } of this.install.people) this.#sandbox.control.act(key, "approve");
  }

  get kills(): number {
    return this.#kills.length;
  }

  get violations(): readonly Violation[] {
    return this.#violations;
  }

  /** One round: people act, servers die, the time moves on, a new server starts, and everything is judged. */
  async round(): Promise<void> {
    this.#round += 1;
    const before = await this.#inspector.read();
    const statuses = new Map(before.map(({ person, connection }) => [person, connection.status]));
    const plan = planRound(
      this.#random,
      this.#round,
      this.install.people,
      ({ key }) => statuses.get(key) ?? "disconnected",
      this.#options.shareOfLivingNeighbours,
    );
    const first = this.#worker ?? (await this.#startSpare());
    const second = plan.servers === "one" ? null : await this.#startSpare();
    const workers = second === null ? [first] : [first, second];
    const acting = this.#act(plan, workers);
    const { worker: victim } = await this.#strike(plan.blow, plan, workers, acting);

    if (second !== null && plan.servers === "both") {
      await wait(plan.secondAfterMs);
      const other = victim === first.number ? second : first;
      await this.#killNow(other, acting);
    }
    if (second !== null && plan.servers === "other_lives") {
      this.#worker = victim === first.number ? second : first;
      await this.#until(() => this.#worker?.pending === 0, REAL_TIME_LIMIT_MS);
      await this.#inspect(REAL_TIME_LIMIT_MS);
      return;
    }
    this.#worker = null;
    await this.#jump();
    if (plan.startBlow !== null) await this.#killAtStart(plan.startBlow, plan);
    this.#worker = await this.#startSpare();
    await this.#inspect(SETTLE_LIMIT_MS);
  }

  /** Judges what is there now, without a crash; for tests of the judge itself. */
  async inspect(): Promise<readonly Violation[]> {
    const known = this.#violations.length;
    await this.#inspect(SETTLE_LIMIT_MS);
    return this.#violations.slice(known);
  }

  /** Stops the server as an operator does, and gives the figures. */
  async finish(): Promise<DrillReport> {
    for (let jumps = 0; jumps < MOST_DRAIN_JUMPS; jumps += 1) {
      if (await this.#inspector.drainOutbox(DRAIN_LIMIT_MS)) break;
      await this.#worker?.stop();
      await this.#jump(DRAIN_JUMP_SECONDS);
      this.#worker = await this.#startSpare();
    }
    this.#violations.push(...(await this.#inspector.judgeOutbox(this.#round)));
    await this.#worker?.stop();
    this.#worker = null;
    return {
      database: this.install.reader.storage.provider,
      seed: this.#options.seed,
      rounds: this.#round,
      seconds: (Date.now() - this.#beganAtMs) / 1000,
      kills: this.#kills,
      sessionsLost: this.#violations.filter(({ verdict }) => verdict === "lost").length,
      ...(await this.#inspector.figures()),
      violations: this.#violations,
    };
  }

  async close(): Promise<void> {
    await this.#worker?.kill();
    await this.#spare.kill();
    await this.install.close();
    await this.#tap.close();
    await this.#receiver.close();
    await this.#sandbox.close();
  }

  #load(): WorkerProcess {
    const worker = new WorkerProcess(this.#nextWorker);
    this.#nextWorker += 1;
    return worker;
  }

  #takeSpare(): { worker: WorkerProcess; started: Promise<void> } {
    const worker = this.#spare;
    this.#spare = this.#load();
    const { environment, appSessionId } = this.install;
    return { worker, started: worker.start({ environment, appSessionId, clockAheadMs: this.#aheadMs }) };
  }

  async #startSpare(): Promise<WorkerProcess> {
    const { worker, started } = this.#takeSpare();
    await started;
    return worker;
  }

  /** Has people act; gives what is not done yet. */
  #act(plan: Round, workers: readonly WorkerProcess[]): Map<Act, Promise<ActResult>> {
    for (const person of plan.approvals) this.#sandbox.control.act(person, "approve");
    const acting = new Map<Act, Promise<ActResult>>();
    for (const { act, by } of plan.acts) {
      const result = workers[by]?.perform(act) ?? Promise.resolve<ActResult>("killed");
      acting.set(act, result);
      void result.then((ended) => {
        acting.delete(act);
        this.#noteMishap(act, ended);
      });
    }
    return acting;
  }

  /** An act may be refused for good reasons, but never end in a mistake of ours or of the database. */
  #noteMishap(act: Act, ended: ActResult): void {
    const code = ended === "killed" ? null : ended.code;
    if (code === null || !/unexpected|^STORAGE_/i.test(code)) return;
    const person = this.install.people.find(({ connectionId }) => connectionId === act.connectionId);
    this.#violations.push({
      round: this.#round,
      where: person?.key ?? "nobody",
      what: `${act.kind} ended in ${code}`,
    });
  }

  async #strike(
    blow: Blow,
    plan: Round,
    workers: readonly WorkerProcess[],
    acting: ReadonlyMap<Act, Promise<ActResult>>,
  ): Promise<Fallen> {
    const phaseBefore = { phase: phaseOf(acting) };
    const kill = async (number: number) => {
      phaseBefore.phase = phaseOf(acting);
      const worker = workers.find((candidate) => candidate.number === number);
      await worker?.kill();
      this.#deaths.set(number, worker?.killedAtMs ?? Date.now());
    };
    const target = workers[this.#random.integer(0, workers.length - 1, this.#round, "victim")]?.number ?? 0;
    const killSwitch = new KillSwitch(blow, kill, (call, leg) =>
      this.#random.integer(0, plan.delayMs, this.#round, leg, call.number),
    );
    this.#tap.hooks = killSwitch.hooks;
    const over = new AbortController();
    const strikeAtRest = async () => {
      await Promise.race([
        Promise.all([...acting.values()]),
        wait(ACTS_LIMIT_MS, null, { signal: over.signal }).catch(() => null),
      ]);
      await killSwitch.strike(target, "idle");
    };
    void strikeAtRest();
    if (blow.moment === "timer") void wait(blow.afterMs).then(() => killSwitch.strike(target, "timer"));
    const fallen = await killSwitch.fallen;
    over.abort();
    this.#kills.push({ phase: phaseBefore.phase, moment: fallen.moment });
    return fallen;
  }

  async #killNow(worker: WorkerProcess, acting: ReadonlyMap<Act, Promise<ActResult>>): Promise<void> {
    const phase = phaseOf(acting);
    await worker.kill();
    this.#deaths.set(worker.number, worker.killedAtMs ?? Date.now());
    this.#kills.push({ phase, moment: phase === "idle" ? "idle" : "timer" });
  }

  /** Kills the restarted server while it takes up what the one before left. */
  async #killAtStart(blow: Blow, plan: Round): Promise<void> {
    const { worker, started } = this.#takeSpare();
    const killSwitch = new KillSwitch(
      blow,
      async () => {
        await worker.kill();
        this.#deaths.set(worker.number, worker.killedAtMs ?? Date.now());
      },
      (call, leg) => this.#random.integer(0, plan.delayMs, this.#round, "start", leg, call.number),
    );
    this.#tap.hooks = killSwitch.hooks;
    const afterMs = blow.moment === "timer" ? blow.afterMs : START_LIMIT_MS;
    const begun = blow.moment === "timer" ? Promise.resolve() : started;
    void begun.then(() => wait(afterMs)).then(() => killSwitch.strike(worker.number, "timer"));
    const { moment } = await killSwitch.fallen;
    await started;
    this.#kills.push({ phase: "start", moment });
    await this.#jump();
  }

  /** Time passes for the broker and for every server that starts from now on. */
  async #jump(seconds = JUMP_SECONDS): Promise<void> {
    await this.#until(() => this.#tap.underWay === 0, SETTLE_LIMIT_MS);
    this.#tap.hooks = NO_HOOKS;
    this.#aheadMs += seconds * 1000;
    this.#sandbox.control.clock.advance(seconds);
  }

  async #inspect(limitMs: number): Promise<void> {
    this.#tap.hooks = NO_HOOKS;
    const situation = { round: this.#round, worker: this.#worker, aheadMs: this.#aheadMs, limitMs };
    this.#violations.push(...(await this.#inspector.inspect(situation)));
  }

  async #until(holds: () => boolean, limitMs: number): Promise<void> {
    const end = Date.now() + limitMs;
    while (!holds() && Date.now() < end) await wait(POLL_MS);
  }
}
