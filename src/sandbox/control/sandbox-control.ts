import type { ChallengeAction, PersonView, SandboxBroker } from "../broker";
import type { SandboxClock } from "../clock";
import { type ArmedFault, type FaultList, faultRuleSchema } from "../http/faults";
import type { LogFilter, LoggedRequest, RequestLog } from "../http/request-log";
import type { SandboxSettings } from "../sandbox-options";

export interface SandboxParts {
  settings: SandboxSettings;
  clock: SandboxClock;
  faults: FaultList;
  log: RequestLog;
  brokers: readonly SandboxBroker[];
}

/** Everything a test or the control interface can do to a running sandbox. */
export class SandboxControl {
  readonly clock: SandboxClock;
  readonly #parts: SandboxParts;
  #seed: string;

  constructor(parts: SandboxParts) {
    this.clock = parts.clock;
    this.#parts = parts;
    this.#seed = parts.settings.seed;
    this.#armInitialFaults();
  }

  get seed(): string {
    return this.#seed;
  }

  /** Back to how it started: people, sessions, faults, knobs, log and time. */
  reset(seed: string = this.#seed): void {
    const { settings, faults, log, brokers } = this.#parts;
    this.#seed = seed;
    applyTime(this.clock, settings);
    faults.clear();
    log.clear();
    for (const broker of brokers) {
      broker.resetKnobs();
      broker.reset(seed);
    }
    this.#armInitialFaults();
  }

  people(): PersonView[] {
    return this.#parts.brokers.flatMap((broker) => broker.people());
  }

  /** Null where nobody has this key. */
  person(key: string): PersonView | null {
    return this.#brokerOf(key)?.person(key) ?? null;
  }

  /** Approves, denies or expires what waits for the person; false where nothing does. */
  act(key: string, action: ChallengeAction, challengeId?: string): boolean {
    return this.#brokerOf(key)?.act(key, action, challengeId) ?? false;
  }

  /** Ends the person's sessions at the broker and gives their number. */
  endSessions(key: string): number {
    return this.#brokerOf(key)?.endSessions(key) ?? 0;
  }

  /** Locks the person's account for so many seconds; 0 unlocks it. */
  lock(key: string, seconds: number): void {
    this.#brokerOf(key)?.lock(key, seconds);
  }

  /** The settings in force for everyone, or as they hold for one person. */
  knobs(person?: string): Record<string, unknown> {
    return Object.assign({}, ...this.#parts.brokers.map((broker) => broker.knobs(person)));
  }

  /** Throws a ZodError for an unknown name or value. */
  setKnobs(values: unknown, person?: string): void {
    for (const broker of this.#parts.brokers) broker.setKnobs(values, person);
  }

  resetKnobs(person?: string): void {
    for (const broker of this.#parts.brokers) broker.resetKnobs(person);
  }

  /** Arms a fault; throws a ZodError for a rule that is not one. */
  addFault(rule: unknown): ArmedFault {
    return this.#parts.faults.add(faultRuleSchema.parse(rule));
  }

  faults(): ArmedFault[] {
    return this.#parts.faults.list();
  }

  removeFault(id: string): boolean {
    return this.#parts.faults.remove(id);
  }

  clearFaults(): void {
    this.#parts.faults.clear();
  }

  requests(filter?: LogFilter): LoggedRequest[] {
    return this.#parts.log.list(filter);
  }

  counters(filter?: LogFilter): Record<string, number> {
    return this.#parts.log.counters(filter);
  }

  clearRequests(): void {
    this.#parts.log.clear();
  }

  #brokerOf(key: string): SandboxBroker | undefined {
    return this.#parts.brokers.find((broker) => broker.person(key) !== null);
  }

  #armInitialFaults(): void {
    const { settings, faults } = this.#parts;
    if (settings.delayMs > 0) faults.add(faultRuleSchema.parse({ kind: "delay", delayMs: settings.delayMs }));
    for (const rule of settings.faults) faults.add(rule);
  }
}

/** Sets the clock as the sandbox was started with. */
export function applyTime(clock: SandboxClock, settings: SandboxSettings): void {
  clock.restart();
  // Frozen first: a clock that runs on while it is set would drift from the given time.
  if (settings.frozen) clock.freeze();
  if (settings.time !== undefined) clock.set(settings.time);
}
