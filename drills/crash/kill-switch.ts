import { setTimeout as wait } from "node:timers/promises";
import type { BrokerCall, TapHooks } from "./broker-tap";
import type { Blow, Moment } from "./plan-round";

/** How the blow fell. */
export interface Fallen {
  readonly worker: number;
  readonly moment: Moment | "idle";
}

/**
 * Waits for the moment of a blow and strikes: once, at the worker whose request it is. Also slows the network, so
 * that there is something to be in the middle of.
 */
export class KillSwitch {
  readonly hooks: TapHooks;
  /** Resolves when the blow fell. */
  readonly fallen: Promise<Fallen>;
  readonly #blow: Blow;
  readonly #strike: (worker: number) => Promise<void>;
  #tell: (fallen: Fallen) => void = () => {};
  #seen = 0;
  #isSpent = false;

  constructor(
    blow: Blow,
    strike: (worker: number) => Promise<void>,
    delay: (call: BrokerCall, leg: "to" | "from") => number,
  ) {
    this.#blow = blow;
    this.#strike = strike;
    this.fallen = new Promise((resolve) => {
      this.#tell = resolve;
    });
    this.hooks = {
      arrived: async (call) => {
        await wait(delay(call, "to"));
        const isMine = this.#isMeant(call);
        if (!isMine || blow.moment !== "request_lost") return "forward";
        await this.strike(call.worker, "request_lost");
        return "drop";
      },
      processed: async (call) => {
        if (this.#aim === call.number && blow.moment === "answer_lost") {
          await this.strike(call.worker, "answer_lost");
        }
        await wait(delay(call, "from"));
      },
      replied: async (call) => {
        if (this.#aim !== call.number || blow.moment !== "answer_given") return;
        await wait(blow.afterMs);
        await this.strike(call.worker, "answer_given");
      },
    };
  }

  /** Number of the call that the blow is meant for. */
  #aim: number | null = null;

  /** Strikes now, if nothing did before. */
  async strike(worker: number, moment: Fallen["moment"]): Promise<void> {
    if (this.#isSpent) return;
    this.#isSpent = true;
    await this.#strike(worker);
    this.#tell({ worker, moment });
  }

  #isMeant(call: BrokerCall): boolean {
    const { person, kind, skip, moment } = this.#blow;
    const matches =
      moment !== "timer" &&
      (person === null || person === call.person) &&
      (kind === null || kind === call.kind);
    if (!matches || this.#aim !== null) return false;
    this.#seen += 1;
    if (this.#seen <= skip) return false;
    this.#aim = call.number;
    return true;
  }
}
