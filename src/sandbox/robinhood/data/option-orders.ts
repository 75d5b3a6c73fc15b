import { Decimal } from "decimal.js";
import { json, param } from "../../http/exchange";
import { type Account, isOpen, type OptionLeg, type OptionOrder } from "../portfolio/account";
import { averagePrice, filledQuantity } from "../portfolio/orders";
import { dateText, daysAfter, timestamp } from "../time-format";
import { accountsAsked, type DataCall, type DataHandler, notFound, paged } from "./data-access";
import { isAsked } from "./stock-orders";

/** `GET /options/orders/`, newest first (protocol sheet 5.7). */
export const listOptionOrders: DataHandler = (call) => {
  const chains = call.request.query.get("chain_ids")?.split(",");
  const orders = ordersOf(accountsAsked(call)).filter(
    ([, order]) => isAsked(call, order) && (chains === undefined || chains.includes(order.chain.id)),
  );
  return paged(call, orders, ([account, order]) => orderBody(call, account, order));
};

export const showOptionOrder: DataHandler = (call) => {
  const found = orderInPath(call);
  return found === null ? notFound() : json(200, orderBody(call, ...found));
};

/** `POST /options/orders/`: refused, as the sandbox has nobody to trade options with. */
export const placeOptionOrder: DataHandler = () =>
  json(400, { non_field_errors: ["The sandbox takes no option orders."] });

/** `POST /options/orders/<id>/cancel/` */
export const cancelOptionOrder: DataHandler = (call) => {
  const found = orderInPath(call);
  if (found === null) return notFound();
  const [, order] = found;
  if (!isOpen(order)) return json(400, { detail: "Order cannot be cancelled at this time." });
  order.state = "cancelled";
  order.updatedAt = call.world.clock.now();
  return json(200, {});
};

function ordersOf(accounts: readonly Account[]): [Account, OptionOrder][] {
  return accounts
    .flatMap((account) => account.optionOrders.map((order): [Account, OptionOrder] => [account, order]))
    .sort(([, one], [, other]) => other.createdAt.getTime() - one.createdAt.getTime());
}

function orderInPath(call: DataCall): [Account, OptionOrder] | null {
  const id = param(call.request, "order");
  return ordersOf(call.accounts).find(([, order]) => order.id === id) ?? null;
}

function orderBody(call: DataCall, account: Account, order: OptionOrder): Record<string, unknown> {
  const { baseUrl } = call.request;
  const { multiplier } = order.chain;
  const filled = filledQuantity(order.legs[0]?.executions ?? []);
  const price = order.price.abs();
  const premium = price.times(multiplier);
  const processed = netPrice(order.legs).times(multiplier);
  const direction = order.price.isNegative() ? "debit" : "credit";
  const net = processed.minus(filled.isZero() ? 0 : order.regulatoryFees.plus(order.contractFees));
  const strategy = strategyOf(order.legs);
  return {
    id: order.id,
    ref_id: order.refId,
    account_number: account.number,
    cancel_url: isOpen(order) ? `${baseUrl}/options/orders/${order.id}/cancel/` : null,
    canceled_quantity: order.state === "cancelled" ? order.quantity.minus(filled).toFixed(4) : "0.0000",
    chain_id: order.chain.id,
    chain_symbol: order.chain.symbol,
    direction,
    legs: order.legs.map((leg) => legBody(call, account, leg)),
    pending_quantity: isOpen(order) ? order.quantity.minus(filled).toFixed(4) : "0.0000",
    premium: premium.toFixed(8),
    price: price.toFixed(8),
    processed_premium: processed.abs().toFixed(4),
    processed_premium_direction: direction,
    processed_quantity: filled.toFixed(4),
    quantity: order.quantity.toFixed(4),
    net_amount: net.abs().toFixed(4),
    net_amount_direction: net.isNegative() ? "debit" : "credit",
    opening_strategy: strategyOf(order.legs.filter((leg) => leg.effect === "open")),
    closing_strategy: strategyOf(order.legs.filter((leg) => leg.effect === "close")),
    form_source: isRoll(order.legs) ? "strategy_roll" : "option_chain",
    response_category: null,
    state: order.state,
    time_in_force: "gtc",
    trigger: "immediate",
    type: "limit",
    stop_price: null,
    derived_state: order.state,
    strategy,
    average_net_premium_paid: filled.isZero() ? "0.00000000" : premium.toFixed(8),
    estimated_total_net_amount: premium.times(order.quantity).toFixed(4),
    market_hours: "regular_hours",
    is_replaceable: isOpen(order),
    placed_agent: "user",
    trade_value_multiplier: multiplier.toFixed(4),
    regulatory_fees: order.regulatoryFees.toFixed(2),
    contract_fees: order.contractFees.toFixed(2),
    gold_savings: "0.00",
    sales_taxes: [],
    client_bid_at_submission: Decimal.max(price.minus("0.01"), 0).toFixed(8),
    client_ask_at_submission: price.plus("0.02").toFixed(8),
    created_at: timestamp(order.createdAt),
    updated_at: timestamp(order.updatedAt),
  };
}

/** What all fills came to, prices a share times contracts: positive for what came in. */
function netPrice(legs: readonly OptionLeg[]): Decimal {
  return legs.reduce((sum, { side, executions }) => {
    const value = (averagePrice(executions) ?? new Decimal(0)).times(filledQuantity(executions));
    return sum.plus(side === "sell" ? value : value.negated());
  }, new Decimal(0));
}

function isRoll(legs: readonly OptionLeg[]): boolean {
  return legs.some((leg) => leg.effect === "open") && legs.some((leg) => leg.effect === "close");
}

/** What the legs amount to, as Robinhood names it; null for none. */
function strategyOf(legs: readonly OptionLeg[]): string | null {
  const [first, second] = legs;
  if (first === undefined) return null;
  const side = isShort(first) ? "short" : "long";
  if (second === undefined) return `${side}_${first.contract.type}`;
  if (isRoll(legs)) return "custom";
  if (first.contract.type !== second.contract.type) return `${side}_strangle`;
  return `${side}_${first.contract.type}_spread`;
}

/** Selling to open and buying to close are both about a short position. */
function isShort(leg: OptionLeg): boolean {
  return (leg.side === "sell") === (leg.effect === "open");
}

function legBody(call: DataCall, account: Account, leg: OptionLeg): Record<string, unknown> {
  const { baseUrl } = call.request;
  const { contract } = leg;
  const { random } = call.world;
  return {
    id: leg.id,
    position: `${baseUrl}/options/positions/${random.uuid("option-position", account.number, contract.id)}/`,
    position_effect: leg.effect,
    ratio_quantity: leg.ratio,
    side: leg.side,
    option: `${baseUrl}/options/instruments/${contract.id}/`,
    option_type: contract.type,
    expiration_date: contract.expiration,
    strike_price: leg.strike.toFixed(4),
    long_strategy_code: `${contract.id}_L1`,
    short_strategy_code: `${contract.id}_S1`,
    executions: leg.executions.map((execution) => ({
      id: execution.id,
      price: execution.price.toFixed(8),
      quantity: execution.quantity.toFixed(8),
      settlement_date: dateText(daysAfter(execution.at, 1)),
      timestamp: timestamp(execution.at),
    })),
  };
}
