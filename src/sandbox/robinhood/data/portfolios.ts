import type { Decimal } from "decimal.js";
import { json } from "../../http/exchange";
import type { Account } from "../portfolio/account";
import { valueAccount } from "../portfolio/valuation";
import { dateText } from "../time-format";
import { accountInPath } from "./accounts";
import { accountsAsked, type DataCall, type DataHandler, notFound, paged } from "./data-access";

const dollarId = "1072fc76-1862-41ab-82c2-485837590762";

/** `GET /portfolios/` (protocol sheet 5.2) */
export const listPortfolios: DataHandler = (call) =>
  paged(call, accountsAsked(call), (account) => portfolioBody(call, account));

export const showPortfolio: DataHandler = (call) => {
  const account = accountInPath(call);
  return account === null ? notFound() : json(200, portfolioBody(call, account));
};

function portfolioBody(call: DataCall, account: Account): Record<string, unknown> {
  const { request, world, book, person } = call;
  const value = valueAccount(account, book.market);
  const extended = world.knobs.for(person).extendedHours;
  const equity = value.equity.toFixed(4);
  const before = value.equityPreviousClose.toFixed(4);
  return {
    url: `${request.baseUrl}/portfolios/${account.number}/`,
    account: `${request.baseUrl}/accounts/${account.number}/`,
    start_date: dateText(account.createdAt),
    market_value: value.marketValue.toFixed(4),
    equity,
    extended_hours_market_value: extended ? value.marketValue.times("1.001").toFixed(4) : null,
    extended_hours_equity: extended ? extendedEquity(account, value.marketValue).toFixed(4) : null,
    extended_hours_portfolio_equity: extended ? extendedEquity(account, value.marketValue).toFixed(4) : null,
    last_core_market_value: value.marketValue.toFixed(4),
    last_core_equity: equity,
    last_core_portfolio_equity: equity,
    excess_margin: value.withdrawable.toFixed(4),
    excess_maintenance: value.withdrawable.toFixed(4),
    excess_margin_with_uncleared_deposits: value.withdrawable.toFixed(4),
    excess_maintenance_with_uncleared_deposits: value.withdrawable.toFixed(4),
    equity_previous_close: before,
    portfolio_equity_previous_close: before,
    adjusted_equity_previous_close: before,
    adjusted_portfolio_equity_previous_close: before,
    withdrawable_amount: value.withdrawable.toFixed(4),
    unwithdrawable_deposits: "0.0000",
    unwithdrawable_grants: "0.0000",
    is_primary_account: account.isDefault,
    display_currency: "USD",
  };
}

/** After the close every price stands a tenth of a percent higher. */
function extendedEquity(account: Account, marketValue: Decimal): Decimal {
  return account.cash.plus(marketValue.times("1.001"));
}

/** `GET /accounts/unified/` on bonfire: every account, also those that the account list leaves out. */
export const listUnified: DataHandler = (call) =>
  paged(call, call.accounts, (account) => unifiedBody(call, account));

export const showUnified: DataHandler = (call) => {
  const account = accountInPath(call);
  return account === null ? notFound() : json(200, unifiedBody(call, account));
};

function unifiedBody(call: DataCall, account: Account): Record<string, unknown> {
  const value = valueAccount(account, call.book.market);
  return {
    account_number: account.number,
    brokerage_account_type: account.brokerageType,
    total_equity: dollars(value.equity),
    portfolio_equity: dollars(value.equity),
    total_market_value: dollars(value.marketValue),
    account_buying_power: dollars(value.buyingPower),
    options_buying_power: dollars(value.withdrawable),
    crypto_buying_power: dollars(value.withdrawable),
    uninvested_cash: dollars(account.cash),
    withdrawable_cash: dollars(value.withdrawable),
    cash_held_for_options_collateral: dollars(value.optionsCollateral),
    cash_held_for_orders: dollars(value.heldForOrders),
    previous_close: dollars(value.equityPreviousClose),
    portfolio_previous_close: dollars(value.equityPreviousClose),
    near_margin_call: false,
    margin_health: { margin_health_state: "healthy", margin_buffer: "1.0000", margin_buffer_amount: null },
  };
}

/** `GET /portfolio/account/<n>/live` on bonfire: flat strings. */
export const showLivePortfolio: DataHandler = (call) => {
  const account = accountInPath(call);
  if (account === null) return notFound();
  const value = valueAccount(account, call.book.market);
  return json(200, {
    account_number: account.number,
    brokerage_cash: account.cash.toFixed(4),
    cash: account.cash.toFixed(4),
    currency: "USD",
    equity_market_value: value.marketValue.toFixed(4),
    last_core_portfolio_equity: value.equity.toFixed(4),
    margin_used: "0.0000",
    pending_deposits: "0.0000",
  });
};

function dollars(amount: Decimal): Record<string, string> {
  return { amount: amount.toFixed(2), currency_code: "USD", currency_id: dollarId };
}
