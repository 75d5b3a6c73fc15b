import { json, param } from "../../http/exchange";
import type { Account } from "../portfolio/account";
import { type Valuation, valueAccount } from "../portfolio/valuation";
import { timestamp } from "../time-format";
import { type DataCall, type DataHandler, notFound, paged } from "./data-access";

/**
 * `GET /accounts/`. Without a query only the default account, as older clients know it; with
 * `default_to_all_accounts` the others too, but a second individual account only with
 * `include_multiple_individual` (protocol sheet 5.2).
 */
export const listAccounts: DataHandler = (call) => {
  const asked = (name: string) => call.request.query.get(name) === "true";
  const shown = call.accounts.filter((account) => {
    if (account.isDefault) return true;
    if (!asked("default_to_all_accounts")) return false;
    return account.brokerageType !== "individual" || asked("include_multiple_individual");
  });
  return paged(call, shown, (account) => accountBody(call, account));
};

export const showAccount: DataHandler = (call) => {
  const account = accountInPath(call);
  return account === null ? notFound() : json(200, accountBody(call, account));
};

/** `GET /accounts/<n>/recent_day_trades/`: nobody here has any. */
export const recentDayTrades: DataHandler = (call) => {
  const account = accountInPath(call);
  if (account === null) return notFound();
  return json(200, { account_number: account.number, equity_day_trades: [], option_day_trades: [] });
};

/** `GET /accounts/<n>/buying_power_breakdown` */
export const buyingPowerBreakdown: DataHandler = (call) => {
  const account = accountInPath(call);
  if (account === null) return notFound();
  const buyingPower = valueAccount(account, call.book.market).buyingPower.toFixed(4);
  const line = {
    title: "Cash",
    value: account.cash.toFixed(4),
    native_value: account.cash.toFixed(4),
    category: "cash",
  };
  return json(200, {
    buying_power: buyingPower,
    breakdown: [line],
    leverage_enabled: account.type === "margin",
  });
};

/** The account whose number stands in the path, if it is the person's. */
export function accountInPath(call: DataCall): Account | null {
  const number = param(call.request, "account");
  return call.accounts.find((account) => account.number === number) ?? null;
}

function accountBody(call: DataCall, account: Account): Record<string, unknown> {
  const { request, world, book, person } = call;
  const value = valueAccount(account, book.market);
  const cash = account.cash.toFixed(4);
  const margin = account.type === "margin";
  const updatedAt = timestamp(world.clock.now());
  return {
    url: `${request.baseUrl}/accounts/${account.number}/`,
    account_number: account.number,
    type: account.type,
    brokerage_account_type: account.brokerageType,
    nickname: account.nickname,
    is_default: account.isDefault,
    is_original: account.isDefault,
    state: "active",
    deactivated: false,
    locked: false,
    permanently_deactivated: false,
    cash,
    portfolio_cash: cash,
    buying_power: value.buyingPower.toFixed(4),
    onbp: value.buyingPower.toFixed(4),
    crypto_buying_power: value.withdrawable.toFixed(4),
    cash_available_for_withdrawal: value.withdrawable.toFixed(4),
    cash_available_for_withdrawal_without_margin: value.withdrawable.toFixed(4),
    cash_held_for_orders: value.heldForOrders.toFixed(4),
    cash_held_for_options_collateral: value.optionsCollateral.toFixed(4),
    uncleared_deposits: "0.0000",
    unsettled_funds: "0.0000",
    unsettled_debit: "0.0000",
    sma: margin ? value.buyingPower.toFixed(4) : null,
    sma_held_for_orders: margin ? "0.0000" : null,
    max_ach_early_access_amount: "1000.00",
    option_level: account.optionLevel,
    rhs_account_number: Number(`5${world.random.digits(8, "rhs", account.number)}`),
    user: `${request.baseUrl}/user/`,
    user_id: world.random.uuid("user", person),
    portfolio: `${request.baseUrl}/portfolios/${account.number}/`,
    positions: `${request.baseUrl}/positions/?account_number=${account.number}`,
    created_at: timestamp(account.createdAt),
    updated_at: updatedAt,
    management_type: "self_directed",
    affiliate: "rhf",
    equity_trading_lock: "",
    option_trading_lock: "",
    can_downgrade_to_cash: `${request.baseUrl}/accounts/${account.number}/can_downgrade_to_cash/`,
    instant_eligibility: { state: "ok", reason: "", reinstatement_date: null, updated_at: null },
    agentic_allowed: false,
    active_subscription_id: null,
    drip_enabled: false,
    only_position_closing_trades: false,
    withdrawal_halted: false,
    deposit_halted: false,
    cash_balances: margin ? null : cashBalances(account, value, updatedAt),
    margin_balances: margin ? marginBalances(account, value, updatedAt) : null,
  };
}

function cashBalances(account: Account, value: Valuation, updatedAt: string): Record<string, unknown> {
  return {
    created_at: timestamp(account.createdAt),
    updated_at: updatedAt,
    cash: account.cash.toFixed(4),
    portfolio_cash: account.cash.toFixed(4),
    buying_power: value.buyingPower.toFixed(4),
    cash_available_for_withdrawal: value.withdrawable.toFixed(4),
    cash_held_for_orders: value.heldForOrders.toFixed(4),
    cash_held_for_options_collateral: value.optionsCollateral.toFixed(4),
    crypto_buying_power: value.withdrawable.toFixed(4),
    uncleared_deposits: "0.0000",
    unsettled_funds: "0.0000",
    unsettled_debit: "0.0000",
    instant_allocated: "0.0000",
    instant_used: "0.0000",
    pending_deposit: "0.0000",
    net_moving_cash: "0.0000",
    settled_amount_borrowed: "0.0000",
    outstanding_interest: "0.00",
    is_pdt_forever: false,
    marked_pattern_day_trader_date: null,
    pattern_day_trader_expiry_date: null,
  };
}

function marginBalances(account: Account, value: Valuation, updatedAt: string): Record<string, unknown> {
  return {
    ...cashBalances(account, value, updatedAt),
    day_trade_buying_power: value.buyingPower.times(2).toFixed(4),
    start_of_day_dtbp: value.buyingPower.times(2).toFixed(4),
    day_trade_buying_power_held_for_orders: "0.0000",
    overnight_buying_power: value.buyingPower.toFixed(4),
    start_of_day_overnight_buying_power: value.buyingPower.toFixed(4),
    overnight_buying_power_held_for_orders: "0.0000",
    overnight_ratio: "1.0000",
    day_trade_ratio: "0.5000",
    day_trades_protection: true,
    margin_limit: "0.0000",
    unallocated_margin_cash: account.cash.toFixed(4),
    leverage_enabled: false,
    gold_equity_requirement: "0.0000",
    funding_hold_balance: "0.0000",
  };
}
