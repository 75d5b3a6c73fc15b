import { json, param } from "../../http/exchange";
import type { Account, OptionHolding } from "../portfolio/account";
import { timestamp } from "../time-format";
import { accountsAsked, type DataCall, type DataHandler, notFound, paged } from "./data-access";

/** `GET /options/positions/` (protocol sheet 5.5); closed positions are not kept. */
export const listOptionPositions: DataHandler = (call) =>
  paged(call, held(call, accountsAsked(call, "default")), ([account, holding]) =>
    positionBody(call, account, holding),
  );

export const showOptionPosition: DataHandler = (call) => {
  const id = param(call.request, "position");
  const found = held(call, call.accounts).find(([, holding]) => holding.id === id);
  return found === undefined ? notFound() : json(200, positionBody(call, ...found));
};

/** `GET /options/aggregate_positions/`: one strategy with its legs for each position. */
export const listAggregatePositions: DataHandler = (call) =>
  paged(call, held(call, accountsAsked(call, "default")), ([account, holding]) =>
    aggregateBody(call, account, holding),
  );

function held(call: DataCall, accounts: readonly Account[]): [Account, OptionHolding][] {
  const chains = call.request.query.get("chain_ids")?.split(",");
  return accounts.flatMap((account) =>
    [...account.options.values()]
      .filter((holding) => chains === undefined || chains.includes(holding.contract.chain.id))
      .map((holding): [Account, OptionHolding] => [account, holding]),
  );
}

/** Per contract in dollars; the sign says what was paid (+) or received (−) for one contract. */
function averagePrice(holding: OptionHolding): string {
  return holding.cost.div(holding.quantity.abs()).toFixed(4);
}

function directionOf(holding: OptionHolding): "debit" | "credit" {
  return holding.quantity.isNegative() ? "credit" : "debit";
}

function positionBody(call: DataCall, account: Account, holding: OptionHolding): Record<string, unknown> {
  const { baseUrl } = call.request;
  const { contract, quantity } = holding;
  const openedAt = timestamp(holding.openedAt);
  return {
    url: `${baseUrl}/options/positions/${holding.id}/`,
    id: holding.id,
    account: `${baseUrl}/accounts/${account.number}/`,
    account_number: account.number,
    option: `${baseUrl}/options/instruments/${contract.id}/`,
    option_id: contract.id,
    chain_id: contract.chain.id,
    chain_symbol: contract.chain.symbol,
    type: quantity.isNegative() ? "short" : "long",
    average_price: averagePrice(holding),
    quantity: quantity.abs().toFixed(4),
    expiration_date: contract.expiration,
    intraday_average_open_price: "0.0000",
    intraday_quantity: "0.0000",
    trade_value_multiplier: contract.chain.multiplier.toFixed(4),
    pending_buy_quantity: "0.0000",
    pending_sell_quantity: "0.0000",
    pending_expired_quantity: "0.0000",
    pending_expiration_quantity: "0.0000",
    pending_exercise_quantity: "0.0000",
    pending_assignment_quantity: holding.pendingAssignment.toFixed(4),
    clearing_cost_basis: holding.cost.abs().toFixed(4),
    clearing_running_quantity: quantity.abs().toFixed(4),
    clearing_direction: directionOf(holding),
    clearing_intraday_cost_basis: "0.0000",
    opened_at: openedAt,
    created_at: openedAt,
    updated_at: timestamp(holding.updatedAt),
  };
}

function aggregateBody(call: DataCall, account: Account, holding: OptionHolding): Record<string, unknown> {
  const { baseUrl } = call.request;
  const { contract, quantity } = holding;
  const side = quantity.isNegative() ? "short" : "long";
  const code = `${contract.id}_${side === "short" ? "S" : "L"}1`;
  const openedAt = timestamp(holding.openedAt);
  return {
    id: call.world.random.uuid("aggregate", holding.id),
    chain: `${baseUrl}/options/chains/${contract.chain.id}/`,
    account: `${baseUrl}/accounts/${account.number}/`,
    account_number: account.number,
    symbol: contract.chain.symbol,
    strategy: `${side}_${contract.type}`,
    strategy_code: code,
    average_open_price: holding.cost.div(quantity).abs().toFixed(4),
    intraday_average_open_price: "0.0000",
    quantity: quantity.abs().toFixed(4),
    intraday_quantity: "0.0000",
    direction: directionOf(holding),
    intraday_direction: directionOf(holding),
    trade_value_multiplier: contract.chain.multiplier.toFixed(4),
    legs: [
      {
        id: call.world.random.uuid("leg", holding.id),
        position: `${baseUrl}/options/positions/${holding.id}/`,
        position_type: side,
        option: `${baseUrl}/options/instruments/${contract.id}/`,
        option_id: contract.id,
        ratio_quantity: 1,
        expiration_date: contract.expiration,
        strike_price: contract.strike.toFixed(4),
        option_type: contract.type,
        settle_on_open: false,
      },
    ],
    clearing_cost_basis: holding.cost.abs().toFixed(4),
    clearing_running_quantity: quantity.abs().toFixed(4),
    clearing_direction: directionOf(holding),
    underlying_type: contract.stock.type === "index" ? "index" : "equity",
    created_at: openedAt,
    updated_at: timestamp(holding.updatedAt),
  };
}
