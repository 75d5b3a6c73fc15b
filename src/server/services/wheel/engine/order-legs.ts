import { inTurns } from "@/server/services/in-turns";
import type { AccountEvent } from "@/shared/schemas/activity";

const EVENTS_IN_A_TURN = 4_096;

/** What else an order traded beside a leg: how the legs of a spread are told from those of a wheel. */
export interface OrderLegs {
  opensLong(orderId: string, right: "call" | "put"): boolean;
  closesLong(orderId: string, right: "call" | "put"): boolean;
}

export async function readOrderLegs(events: readonly AccountEvent[]): Promise<OrderLegs> {
  const opened = new Set<string>();
  const closed = new Set<string>();
  for await (const slice of inTurns(events, EVENTS_IN_A_TURN)) {
    for (const event of slice) {
      if (event.kind === "option_trade" && (event.side === "buy") === (event.effect === "open")) {
        (event.effect === "open" ? opened : closed).add(`${event.orderId}|${event.option.right}`);
      }
    }
  }
  return {
    opensLong: (orderId, right) => opened.has(`${orderId}|${right}`),
    closesLong: (orderId, right) => closed.has(`${orderId}|${right}`),
  };
}
