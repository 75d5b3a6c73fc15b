import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import type { OptionEventReply } from "@/server/brokers/robinhood/option-events";
import type { OptionOrderReply } from "@/server/brokers/robinhood/option-order";
import { allOrders, optionOrderList } from "@/server/brokers/robinhood/order-lists";
import type { PartLog } from "@/server/brokers/robinhood/part-log";

const chainsPerCall = 50;

/** Tells which side the contracts of an event were on; null where nobody knows. */
export type HeldSideOf = (event: OptionEventReply) => "short" | "long" | null;

/**
 * An assignment ends short contracts and an exercise long ones. An expiration does not say (protocol sheet 5.8):
 * its side is that of the orders that opened the contract, which are asked for where they lie further back.
 */
export async function readHeldSides(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  parts: PartLog,
  accounts: readonly string[],
  read: { readonly orders: readonly OptionOrderReply[]; readonly events: readonly OptionEventReply[] },
): Promise<HeldSideOf> {
  const sides = new Map<string, "short" | "long">();
  learn(sides, read.orders);
  const unknown = read.events.filter((event) => event.type === "expiration" && !sides.has(keyOf(event)));
  const chainIds = [...new Set(unknown.map((event) => event.chain_id))];
  for (let index = 0; index < chainIds.length; index += chainsPerCall) {
    const narrow = { chainIds: chainIds.slice(index, index + chainsPerCall) };
    learn(
      sides,
      parts.take("option_orders", await allOrders(ctx, session, accounts, optionOrderList, narrow)),
    );
  }
  return (event) => {
    if (event.type === "assignment") return "short";
    return event.type === "exercise" ? "long" : (sides.get(keyOf(event)) ?? null);
  };
}

/** Contracts that were on both sides in turn: the order that opened them last decides. */
function learn(sides: Map<string, "short" | "long">, orders: readonly OptionOrderReply[]): void {
  const opened = orders.flatMap((order) =>
    order.legs
      .filter((leg) => leg.position_effect === "open" && leg.executions.length > 0)
      .map((leg) => ({ leg, order })),
  );
  opened.sort((one, other) => one.order.created_at.localeCompare(other.order.created_at));
  for (const { leg, order } of opened) {
    sides.set(`${order.account_number} ${leg.option}`, leg.side === "sell" ? "short" : "long");
  }
}

function keyOf(event: OptionEventReply): string {
  return `${event.account} ${event.option}`;
}
