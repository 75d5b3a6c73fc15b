import { type RunningSandbox, startSandbox } from "@/sandbox/server";
import { openSession } from "@/server/services/broker-sessions/session-cipher";
import type { ServiceContext } from "@/server/services/service-context";
import { CLOSED_BREAKER } from "@/server/services/upstream/breaker";
import type { UserRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";
import { type BrokerWitness, startBrokerWitness } from "@/test/model/broker-witness";
import { createMortalStorage, type MortalStorage } from "@/test/model/mortal-storage";
import { createTestInstall, type TestInstall } from "@/test/test-install";
import { createTestStorage, type TestStorage } from "@/test/test-storage";

/** People of the sandbox that connections are made for, each with another way to sign in. */
export const SIGNERS = ["hana", "otto", "ada", "ben", "dan"] as const;
export type Signer = (typeof SIGNERS)[number];

/** One process: an install that shares the database with the other and can be killed. */
export interface ModelProcess {
  readonly install: TestInstall;
  readonly life: MortalStorage;
  readonly owner: ServiceContext;
}

/** A connection of the run. */
export interface Slot {
  readonly who: Signer;
  readonly connectionId: string;
}

/** What a verb came to. */
export type Ending =
  | { readonly kind: "done" }
  | { readonly kind: "refused"; readonly error: AppError }
  | { readonly kind: "died" };

const TIMEOUT_MS = 1000;
const TICK_MS = 2;
/** Time passes for those who sleep in steps of this length, but only while nothing else goes on. */
const STEP_SECONDS = 1;
const QUIET_TICKS = 2;

/** Everything that a run of the model acts on: two processes, one database, one broker, one clock. */
export class ModelWorld {
  readonly sandbox: RunningSandbox;
  readonly witness: BrokerWitness;
  readonly database: TestStorage;
  readonly #processes: [ModelProcess, ModelProcess];
  #owner: UserRecord;
  #born = 2;
  #runs = 0;
  #kills = 0;
  /** How far our clock went back behind the broker's, in all. */
  #backSeconds = 0;
  #quietTicks = 0;
  readonly #passing: NodeJS.Timeout;

  private constructor(parts: {
    sandbox: RunningSandbox;
    witness: BrokerWitness;
    database: TestStorage;
    processes: [ModelProcess, ModelProcess];
    owner: UserRecord;
  }) {
    this.sandbox = parts.sandbox;
    this.witness = parts.witness;
    this.database = parts.database;
    this.#processes = parts.processes;
    this.#owner = parts.owner;
    this.#passing = setInterval(() => this.#passTime(), TICK_MS);
  }

  static async create(): Promise<ModelWorld> {
    const sandbox = await startSandbox({ port: 0, time: new Date("2026-03-02T14:30:00.000Z"), frozen: true });
    const witness = await startBrokerWitness(sandbox.url);
    const database = await createTestStorage();
    const parts = { sandbox, witness, database };
    const first = await startProcess(parts, "desk-1", null);
    const owner = await first.install.addPerson({ roles: ["user", "trader"] });
    const processes: [ModelProcess, ModelProcess] = [
      await withOwner(first, owner),
      await startProcess(parts, "desk-2", owner),
    ];
    return new ModelWorld({ ...parts, processes, owner });
  }

  get processes(): readonly ModelProcess[] {
    return this.#processes;
  }

  get owner(): UserRecord {
    return this.#owner;
  }

  get kills(): number {
    return this.#kills;
  }

  get backSeconds(): number {
    return this.#backSeconds;
  }

  now(): Date {
    return this.#processes[0].install.clock.now();
  }

  process(index: number): ModelProcess {
    return index % 2 === 0 ? this.#processes[0] : this.#processes[1];
  }

  /** The tokens that Wheelhouse holds for a connection. */
  async tokensOf(connectionId: string): Promise<{ refresh: string[]; access: string[] }> {
    const { storage } = this.database;
    const session = await storage.brokerSessions.byConnection(connectionId);
    if (session === null) return { refresh: [], access: [] };
    const secrets = await openSession(this.#processes[0].install.services, storage, session);
    const all = [secrets.accessToken, secrets.readOnlyToken].filter((token) => token !== null);
    return {
      refresh: secrets.refreshToken === null ? [] : [secrets.refreshToken.reveal()],
      access: all.map((token) => token.reveal()),
    };
  }

  /** A new person, new people at the broker, and nothing left of the last run. */
  async begin(): Promise<void> {
    // Another seed makes other tokens: what was delayed in the last run finds nothing here.
    this.#runs += 1;
    this.sandbox.control.reset(`run ${this.#runs}`);
    this.sandbox.control.clock.set(this.now());
    this.witness.ledger.clear();
    this.#backSeconds = 0;
    this.#kills = 0;
    const { storage } = this.database;
    for (const breaker of await storage.breakers.list()) {
      await storage.breakers.put({ ...breaker, ...CLOSED_BREAKER });
    }
    for (const who of SIGNERS) {
      this.witness.ledger.keepSecret(`not-a-real-password-${who}`);
      const { cipher } = this.#processes[0].install.services;
      await storage.loginGuards.remove(cipher.fingerprint("login-guard", `robinhood:${who}@example.com`));
    }
    this.#owner = await this.#processes[0].install.addPerson({ roles: ["user", "trader"] });
    for (const index of [0, 1] as const) {
      this.#processes[index] = await withOwner(this.#processes[index], this.#owner);
    }
  }

  /** Removes what a run left, so that nothing of it goes on in the next. */
  async end(): Promise<void> {
    for (const { id } of await this.database.storage.connections.listOf(this.#owner.id)) {
      await this.database.storage.connections.remove(id);
    }
  }

  /** Runs a verb in a process, until it ends or the process dies. Throws what is no refusal of the product. */
  async act({ life, owner }: ModelProcess, verb: (ctx: ServiceContext) => Promise<unknown>): Promise<Ending> {
    const ctx = { ...owner, request: { ...owner.request, id: crypto.randomUUID() } };
    const done = verb(ctx).then(
      (): Ending => ({ kind: "done" }),
      (error: unknown): Ending => {
        if (error instanceof AppError) return { kind: "refused", error };
        throw error;
      },
    );
    return Promise.race([done, life.death.then((): Ending => ({ kind: "died" }))]);
  }

  /** Buries the dead and starts others in their place, at the same clock and database. */
  async replaceDead(): Promise<void> {
    for (const index of [0, 1] as const) {
      const { install, life } = this.#processes[index];
      if (!life.dead) continue;
      await install.close();
      while (life.underWay > 0 || this.witness.underWay > 0) await tick();
      this.witness.ledger.forgive();
      this.#kills += 1;
      this.#born += 1;
      const parts = { sandbox: this.sandbox, witness: this.witness, database: this.database };
      const born = await startProcess(parts, `desk-${this.#born}`, this.#owner);
      born.install.clock.advance(install.clock.now().getTime() - born.install.clock.now().getTime());
      this.#processes[index] = born;
    }
  }

  /** Moves the time of everyone alike. */
  advance(seconds: number): void {
    this.sandbox.control.clock.advance(seconds);
    for (const { install } of this.#processes) install.clock.advance(seconds * 1000);
  }

  /** Our clocks go back, the broker's does not. */
  goBack(seconds: number): void {
    this.#backSeconds += seconds;
    for (const { install } of this.#processes) install.clock.advance(-seconds * 1000);
  }

  async close(): Promise<void> {
    clearInterval(this.#passing);
    for (const { install } of this.#processes) await install.close();
    await this.witness.close();
    await this.sandbox.close();
    await this.database.close();
  }

  #passTime(): void {
    const busy = this.witness.underWay > 0 || this.#processes.some(({ life }) => life.underWay > 0);
    this.#quietTicks = busy ? 0 : this.#quietTicks + 1;
    if (
      this.#quietTicks >= QUIET_TICKS &&
      this.#processes.some(({ install }) => install.clock.sleepers > 0)
    ) {
      this.advance(STEP_SECONDS);
    }
  }
}

function tick(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function startProcess(
  parts: { sandbox: RunningSandbox; witness: BrokerWitness; database: TestStorage },
  name: string,
  owner: UserRecord | null,
): Promise<ModelProcess> {
  const life = createMortalStorage(parts.database.storage);
  const install = await createTestInstall({
    sandbox: { ...parts.sandbox, url: parts.witness.url },
    storage: { ...parts.database, storage: life.storage },
    timeoutMs: TIMEOUT_MS,
    process: name,
  });
  return { install, life, owner: await install.contextOf(owner) };
}

async function withOwner({ install, life }: ModelProcess, owner: UserRecord): Promise<ModelProcess> {
  return { install, life, owner: await install.contextOf(owner) };
}
