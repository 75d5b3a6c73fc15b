import type { Broker } from "@/server/brokers/broker";
import type { CallGate } from "@/server/http/http.port";

/**
 * Adds up how long the HTTP client had requests: the broker's time, the network's and the client's own. Requests that
 * are under way side by side count once, as somebody who waits for all of them counts.
 */
export class BrokerTimes {
  #spentMs = 0;
  #calls = 0;
  #underWay = 0;
  #since = 0;

  /** Requests that were sent and are not answered yet. */
  get underWay(): number {
    return this.#underWay;
  }

  /** What came together since the last call. */
  take(): { readonly spentMs: number; readonly calls: number } {
    const taken = { spentMs: this.#spentMs, calls: this.#calls };
    this.#spentMs = 0;
    this.#calls = 0;
    return taken;
  }

  /** The broker with a watch between each gate and the HTTP client. */
  watch(broker: Broker): Broker {
    return { ...broker, through: (gate) => broker.through(this.#watched(gate)) };
  }

  #watched(gate: CallGate): CallGate {
    return {
      pass: (request, send) =>
        gate.pass(request, async () => {
          if (this.#underWay === 0) this.#since = performance.now();
          this.#underWay += 1;
          try {
            return await send();
          } finally {
            this.#underWay -= 1;
            this.#calls += 1;
            if (this.#underWay === 0) this.#spentMs += performance.now() - this.#since;
          }
        }),
    };
  }
}
