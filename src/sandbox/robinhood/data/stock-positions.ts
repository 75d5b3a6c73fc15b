import { Decimal } from "decimal.js";
import { json, param } from "../../http/exchange";
import { type Account, isOpen, type StockHolding } from "../portfolio/account";
import { leftToFill } from "../portfolio/orders";
import { timestamp } from "../time-format";
import { accountInPath } from "./accounts";
import { accountsAsked, type DataCall, type DataHandler, notFound, paged } from "./data-access";

/** `GET /positions/` (protocol sheet 5.3); `nonzero` changes nothing, as closed positions are not kept. */
export const listPositions: DataHandler = (call) =>
  paged(
    call,
    accountsAsked(call, "default").flatMap((account) =>
      [...account.stocks.values()].map((holding): [Account, StockHolding] => [account, holding]),
    ),
    ([account, holding]) => positionBody(call, account, holding),
  );

/** `GET /positions/<account>/<instrument>/` */
export const showPosition: DataHandler = (call) => {
  const account = accountInPath(call);
  const stock = call.book.market.stockById(param(call.request, "instrument"));
  const holding = account?.stocks.get(stock?.symbol ?? "");
  if (account === null || holding === undefined) return notFound();
  return json(200, positionBody(call, account, holding));
};

function positionBody(call: DataCall, account: Account, holding: StockHolding): Record<string, unknown> {
  const { baseUrl } = call.request;
  const { stock, quantity, cost } = holding;
  const average = cost.div(quantity);
  const collateral = sharesBehindCalls(account, stock.symbol);
  const toSell = sharesInOpenSales(account, stock.symbol);
  const none = "0.00000000";
  return {
    url: `${baseUrl}/positions/${account.number}/${stock.instrumentId}/`,
    instrument: `${baseUrl}/instruments/${stock.instrumentId}/`,
    instrument_id: stock.instrumentId,
    symbol: stock.symbol,
    account: `${baseUrl}/accounts/${account.number}/`,
    account_number: account.number,
    average_buy_price: average.toFixed(4),
    pending_average_buy_price: average.toFixed(4),
    quantity: quantity.toFixed(8),
    intraday_average_buy_price: "0.0000",
    intraday_quantity: none,
    shares_available_for_exercise: quantity.minus(collateral).toFixed(8),
    shares_held_for_buys: none,
    shares_held_for_sells: toSell.toFixed(8),
    shares_held_for_stock_grants: none,
    shares_held_for_options_collateral: collateral.toFixed(8),
    shares_held_for_options_events: none,
    shares_pending_from_options_events: none,
    shares_available_for_closing_short_position: none,
    ipo_allocated_quantity: none,
    ipo_dsp_allocated_quantity: none,
    avg_cost_affected: false,
    avg_cost_affected_reason: null,
    type: "long",
    clearing_cost_basis: cost.toFixed(8),
    clearing_average_cost: average.toFixed(8),
    clearing_intraday_cost_basis: none,
    clearing_interday_net_proceeds: null,
    brokerage_account_type: account.brokerageType,
    instrument_is_halted: false,
    has_selectable_lots: true,
    is_pnl_accurate: true,
    shares_available_for_sells: quantity.minus(collateral).minus(toSell).toFixed(8),
    shares_held_for_asset_transfer: none,
    validated_short_quantity: none,
    clearing_running_quantity: quantity.toFixed(8),
    clearing_direction: "long",
    is_primary_account: account.isDefault,
    created_at: timestamp(holding.openedAt),
    updated_at: timestamp(holding.openedAt),
  };
}

/** Shares that must stay because calls were sold on them. */
function sharesBehindCalls(account: Account, symbol: string): Decimal {
  let shares = new Decimal(0);
  for (const { contract, quantity } of account.options.values()) {
    if (contract.stock.symbol === symbol && contract.type === "call" && quantity.isNegative()) {
      shares = shares.plus(quantity.abs().times(contract.chain.shares));
    }
  }
  return shares;
}

function sharesInOpenSales(account: Account, symbol: string): Decimal {
  let shares = new Decimal(0);
  for (const order of account.stockOrders) {
    if (isOpen(order) && order.side === "sell" && order.stock.symbol === symbol)
      shares = shares.plus(leftToFill(order));
  }
  return shares;
}
