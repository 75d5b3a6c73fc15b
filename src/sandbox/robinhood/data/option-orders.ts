import { json, param } from "../../http/exchange";
import { type Account, isOpen, type OptionOrder } from "../portfolio/account";
import { dateText, daysAfter, timestamp } from "../time-format";
import { accountsAsked, type DataCall, type DataHandler, notFound, paged } from "./data-access";
import { isAsked } from "./stock-orders";

/** `GET /options/orders/`, newest first (protocol sheet 5.7). */
export const listOptionOrders: DataHandler = (call) => {
  const chains = call.request.query.get("chain_ids")?.split(",");
  const orders = ordersOf(accountsAsked(call)).filter(
    ([, order]) =>
      isAsked(call, order) && (chains === undefined || chains.includes(order.contract.stock.chainId)),
  );
  return paged(
    call,
    orders.map(([account, order]) => orderBody(call, account, order)),
  );
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
  const { contract } = order;
  const filled = order.state === "filled";
  const createdAt = timestamp(order.createdAt);
  const premium = order.price.times(100);
  const processed = filled ? premium.times(order.quantity).toFixed(4) : "0.0000";
  const direction = order.side === "buy" ? "debit" : "credit";
  const strategy = `${isShort(order) ? "short" : "long"}_${contract.type}`;
  return {
    id: order.id,
    ref_id: order.refId,
    account_number: account.number,
    cancel_url: isOpen(order) ? `${baseUrl}/options/orders/${order.id}/cancel/` : null,
    canceled_quantity: order.state === "cancelled" ? order.quantity.toFixed(4) : "0.0000",
    chain_id: contract.stock.chainId,
    chain_symbol: contract.stock.symbol,
    direction,
    legs: [leg(call, account, order)],
    pending_quantity: isOpen(order) ? order.quantity.toFixed(4) : "0.0000",
    premium: premium.toFixed(8),
    price: order.price.toFixed(8),
    processed_premium: processed,
    processed_premium_direction: direction,
    processed_quantity: filled ? order.quantity.toFixed(4) : "0.0000",
    quantity: order.quantity.toFixed(4),
    net_amount: processed,
    net_amount_direction: direction,
    opening_strategy: order.effect === "open" ? strategy : null,
    closing_strategy: order.effect === "close" ? strategy : null,
    form_source: "option_chain",
    response_category: null,
    state: order.state,
    time_in_force: "gtc",
    trigger: "immediate",
    type: "limit",
    stop_price: null,
    derived_state: order.state,
    strategy,
    average_net_premium_paid: filled ? premium.toFixed(8) : "0.00000000",
    estimated_total_net_amount: premium.times(order.quantity).toFixed(4),
    market_hours: "regular_hours",
    is_replaceable: isOpen(order),
    placed_agent: "user",
    trade_value_multiplier: "100.0000",
    regulatory_fees: "0.00",
    contract_fees: "0.00",
    gold_savings: "0.00",
    sales_taxes: [],
    client_bid_at_submission: order.price.minus("0.01").toFixed(8),
    client_ask_at_submission: order.price.plus("0.02").toFixed(8),
    created_at: createdAt,
    updated_at: createdAt,
  };
}

/** Selling to open and buying to close are both about a short position. */
function isShort(order: OptionOrder): boolean {
  return (order.side === "sell") === (order.effect === "open");
}

function leg(call: DataCall, account: Account, order: OptionOrder): Record<string, unknown> {
  const { baseUrl } = call.request;
  const { contract } = order;
  const { random } = call.world;
  const execution = {
    id: random.uuid("execution", order.id),
    price: order.price.toFixed(8),
    quantity: order.quantity.toFixed(8),
    settlement_date: dateText(daysAfter(order.createdAt, 1)),
    timestamp: timestamp(order.createdAt),
  };
  return {
    id: random.uuid("leg", order.id),
    position: `${baseUrl}/options/positions/${random.uuid("option-position", account.number, contract.id)}/`,
    position_effect: order.effect,
    ratio_quantity: 1,
    side: order.side,
    option: `${baseUrl}/options/instruments/${contract.id}/`,
    option_type: contract.type,
    expiration_date: contract.expiration,
    strike_price: contract.strike.toFixed(4),
    long_strategy_code: `${contract.id}_L1`,
    short_strategy_code: `${contract.id}_S1`,
    executions: order.state === "filled" ? [execution] : [],
  };
}
