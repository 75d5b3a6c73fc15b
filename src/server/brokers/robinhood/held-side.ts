import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import type { OptionEventReply } from "@/server/brokers/robinhood/option-events";
import type { OptionOrderReply } from "@/server/brokers/robinhood/option-order";
import { allOrders, optionOrderList } from "@/server/brokers/robinhood/order-lists";
import type { PartLog } from "@/server/brokers/robinhood/part-log";

const chainsPerCall = 50;

type Side = "short" | "long";

/** Tells which side the contracts of an event were on; null where nobody knows. */
export type HeldSideOf = (event: OptionEventReply, right: "call" | "put") => Side | null;

/**
 * An assignment ends short contracts and an exercise long ones. An expiration does not say (protocol sheet 5.8):
 * its side is that of the orders that opened the contract, which are asked for where they lie further back. For
 * contracts that were opened elsewhere there is only the way that the money would have gone.
 */
export async function readHeldSides(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  parts: PartLog,
  accounts: readonly string[],
  read: {
    readonly orders: readonly OptionOrderReply[];
    readonly events: readonly OptionEventReply[];
    /** Orders that have not changed since are not among them; null when all are. */
    readonly since: Date | null;
  },
): Promise<HeldSideOf> {
  const sides = new Map<string, Side>();
  learn(sides, read.orders);
  const isOlder = (event: OptionEventReply) => event.type === "expiration" && !sides.has(keyOf(event));
  const unknown = read.since === null ? [] : read.events.filter(isOlder);
  const chainIds = [...new Set(unknown.map((event) => event.chain_id))];
  for (let index = 0; index < chainIds.length; index += chainsPerCall) {
    const narrow = { chainIds: chainIds.slice(index, index + chainsPerCall) };
    learn(
      sides,
      parts.take("option_orders", await allOrders(ctx, session, accounts, optionOrderList, narrow)),
    );
  }
  return (event, right) => {
    if (event.type === "assignment") return "short";
    if (event.type === "exercise") return "long";
    const opened = sides.get(keyOf(event));
    // Orders that could not be read may be those that opened it.
    return opened ?? (parts.isWhole("option_orders") ? sideByDirection(event, right) : null);
  };
}

/** Money would have been paid for a short put's shares, and received for a short call's. */
function sideByDirection({ direction }: OptionEventReply, right: "call" | "put"): Side | null {
  if (!direction) return null;
  return (direction === "debit") === (right === "put") ? "short" : "long";
}

/** Contracts that were on both sides in turn: the order that opened them last decides. */
function learn(sides: Map<string, Side>, orders: readonly OptionOrderReply[]): void {
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
