import { Decimal } from "decimal.js";
import { json, param, textField } from "../../http/exchange";
import { type Account, type Execution, isOpen, type StockOrder } from "../portfolio/account";
import { averagePrice, filledQuantity, makeStockOrder } from "../portfolio/orders";
import { dateText, daysAfter, timestamp } from "../time-format";
import { newId } from "../world";
import { accountsAsked, changedSince, type DataCall, type DataHandler, notFound, paged } from "./data-access";

/** `GET /orders/`, newest first (protocol sheet 5.7). */
export const listStockOrders: DataHandler = (call) => {
  const orders = ordersOf(accountsAsked(call)).filter(([, order]) => isAsked(call, order));
  return paged(call, orders, ([account, order]) => orderBody(call, account, order));
};

export const showStockOrder: DataHandler = (call) => {
  const found = orderInPath(call);
  return found === null ? notFound() : json(200, orderBody(call, ...found));
};

/** `POST /orders/`: taken and queued, never filled; what is wrong with it is said as field errors. */
export const placeStockOrder: DataHandler = (call) => {
  const { fields } = call.request;
  const number = textField(fields, "account")?.replace(/\/+$/, "").split("/").at(-1);
  const account = call.accounts.find((held) => held.number === number);
  const stock = call.book.market.stock(textField(fields, "symbol") ?? "");
  const side = textField(fields, "side");
  const quantity = positive(textField(fields, "quantity"));
  const price = positive(textField(fields, "price")) ?? stock?.price ?? null;
  if (account === undefined) return json(400, { account: ["This field is required."] });
  if (stock === null || price === null) return json(400, { symbol: ["This field is required."] });
  if (side !== "buy" && side !== "sell") return json(400, { side: ["This field is required."] });
  if (quantity === null) return json(400, { quantity: ["A valid number is required."] });
  const trade = { stock, side, quantity, price, state: "queued" } as const;
  const order: StockOrder = {
    ...makeStockOrder(trade, call.world.clock.now(), (kind) => newId(call.world, kind)),
    type: textField(fields, "type") === "limit" ? "limit" : "market",
    timeInForce: textField(fields, "time_in_force") === "gtc" ? "gtc" : "gfd",
  };
  order.refId = textField(fields, "ref_id") ?? order.refId;
  account.stockOrders.push(order);
  return json(201, orderBody(call, account, order));
};

/** `POST /orders/<id>/cancel/` */
export const cancelStockOrder: DataHandler = (call) => {
  const found = orderInPath(call);
  if (found === null) return notFound();
  const [, order] = found;
  if (!isOpen(order)) return json(400, { detail: "Order cannot be cancelled at this time." });
  order.state = "cancelled";
  order.updatedAt = call.world.clock.now();
  return json(200, {});
};

/** True where the order fits `updated_at[gte]`, `states` and `is_closed`. */
export function isAsked(call: DataCall, order: Pick<StockOrder, "state" | "updatedAt">): boolean {
  const { query } = call.request;
  const since = changedSince(call);
  const states = query.get("states")?.split(",");
  const closed = query.get("is_closed");
  return (
    (since === null || order.updatedAt >= since) &&
    (states === undefined || states.includes(order.state)) &&
    (closed === null || (closed.toLowerCase() === "true") !== isOpen(order))
  );
}

function ordersOf(accounts: readonly Account[]): [Account, StockOrder][] {
  return accounts
    .flatMap((account) => account.stockOrders.map((order): [Account, StockOrder] => [account, order]))
    .sort(([, one], [, other]) => other.createdAt.getTime() - one.createdAt.getTime());
}

function orderInPath(call: DataCall): [Account, StockOrder] | null {
  const id = param(call.request, "order");
  return ordersOf(call.accounts).find(([, order]) => order.id === id) ?? null;
}

function positive(text: string | null): Decimal | null {
  if (text === null || !/^\d{1,12}(\.\d{1,8})?$/.test(text)) return null;
  const number = new Decimal(text);
  return number.isZero() ? null : number;
}

function orderBody(call: DataCall, account: Account, order: StockOrder): Record<string, unknown> {
  const { baseUrl } = call.request;
  const filled = filledQuantity(order.executions);
  const updatedAt = timestamp(order.updatedAt);
  const { sec, taf, cat } = order.fees;
  const average = averagePrice(order.executions);
  const dollars = (price: Decimal, quantity: Decimal) => ({
    amount: quantity.times(price).toFixed(2),
    currency_code: "USD",
    currency_id: "1072fc76-1862-41ab-82c2-485837590762",
  });
  return {
    id: order.id,
    ref_id: order.refId,
    url: `${baseUrl}/orders/${order.id}/`,
    account: `${baseUrl}/accounts/${account.number}/`,
    account_number: account.number,
    user_uuid: call.world.random.uuid("user", call.person),
    position: `${baseUrl}/positions/${account.number}/${order.stock.instrumentId}/`,
    cancel: isOpen(order) ? `${baseUrl}/orders/${order.id}/cancel/` : null,
    instrument: `${baseUrl}/instruments/${order.stock.instrumentId}/`,
    instrument_id: order.stock.instrumentId,
    symbol: order.stock.symbol,
    cumulative_quantity: filled.toFixed(8),
    average_price: average?.toFixed(8) ?? null,
    fees: sec.plus(taf).plus(cat).toFixed(2),
    sec_fees: sec.toFixed(2),
    taf_fees: taf.toFixed(2),
    cat_fees: cat.toFixed(2),
    state: order.state,
    derived_state: order.state,
    pending_cancel_open_agent: null,
    type: order.type,
    side: order.side,
    time_in_force: order.timeInForce,
    trigger: "immediate",
    price: order.type === "limit" ? order.price.toFixed(8) : null,
    stop_price: null,
    quantity: order.quantity.toFixed(8),
    reject_reason: null,
    created_at: timestamp(order.createdAt),
    updated_at: updatedAt,
    last_transaction_at: updatedAt,
    executions: order.executions.map(executionBody),
    extended_hours: false,
    market_hours: "regular_hours",
    override_dtbp_checks: false,
    override_day_trade_checks: false,
    response_category: null,
    stop_triggered_at: null,
    last_trail_price: null,
    trailing_peg: null,
    total_notional: dollars(order.price, order.quantity),
    executed_notional: average === null ? null : dollars(average, filled),
    dollar_based_amount: null,
    investment_schedule_id: null,
    position_effect: null,
    placed_agent: "user",
    is_editable: false,
    order_form_version: 6,
    last_update_version: 1,
  };
}

function executionBody(execution: Execution): Record<string, unknown> {
  return {
    id: execution.id,
    price: execution.price.toFixed(8),
    quantity: execution.quantity.toFixed(8),
    rounded_notional: execution.quantity.times(execution.price).toFixed(2),
    fees: "0.00",
    settlement_date: dateText(daysAfter(execution.at, 1)),
    trade_execution_date: dateText(execution.at),
    timestamp: timestamp(execution.at),
    sales_taxes: [],
  };
}
