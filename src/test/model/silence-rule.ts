import type { FlightRecord } from "@/server/storage/records";
import type { AuditEventView } from "@/shared/schemas/audit";
import type { ModelWorld } from "@/test/model/model-world";

/** No error is logged, and no token or password can be read where people or programs look. */
export class SilenceRule {
  readonly #world: ModelWorld;
  #noticeSeq = 0;
  readonly #linesRead = new WeakMap<readonly string[], number>();

  constructor(world: ModelWorld) {
    this.#world = world;
  }

  /** A sentence for each breach in what is new. */
  async check(events: readonly AuditEventView[], flights: readonly FlightRecord[]): Promise<string[]> {
    const lines = this.#world.processes.flatMap(({ install }) => this.#newLines(install.logLines));
    const errors = lines.filter((line) => line.includes('"level":"ERROR"'));
    const secrets = [...this.#world.witness.ledger.secrets];
    const texts: Record<string, string> = {
      "an event": JSON.stringify(events),
      "a notice": JSON.stringify(await this.#newNotices()),
      "the flight recorder": JSON.stringify(flights),
      "the log": lines.join(""),
    };
    const leaks = Object.entries(texts).filter(([, text]) => secrets.some((secret) => text.includes(secret)));
    return [
      ...errors.map((line) => `an error was logged: ${line}`),
      ...leaks.map(([where]) => `a secret is in ${where}`),
    ];
  }

  #newLines(lines: readonly string[]): string[] {
    const fresh = lines.slice(this.#linesRead.get(lines) ?? 0);
    this.#linesRead.set(lines, lines.length);
    return fresh;
  }

  async #newNotices() {
    const all = await this.#world.database.storage.notices.listOf(this.#world.owner.id, 100, null);
    const fresh = all.filter((notice) => notice.seq > this.#noticeSeq);
    this.#noticeSeq = Math.max(this.#noticeSeq, ...fresh.map((notice) => notice.seq));
    return fresh;
  }
}
