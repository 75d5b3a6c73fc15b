import type { Decimal } from "decimal.js";
import type { Account, Dividend, OptionEvent } from "../portfolio/account";
import { dateText, daysAfter, timestamp } from "../time-format";
import { accountsAsked, changedSince, type DataCall, type DataHandler, idsAsked, paged } from "./data-access";

/** `GET /options/events/`, newest first: expirations and assignments (protocol sheet 5.8). */
export const listOptionEvents: DataHandler = (call) => {
  const instruments = idsAsked(call, "equity_instrument_id");
  const chains = idsAsked(call, "chain_ids");
  const states = call.request.query.get("states")?.split(",");
  const since = changedSince(call);
  const rows = accountsAsked(call)
    .flatMap((account) => account.events.map((event): [Account, OptionEvent] => [account, event]))
    .filter(([, { contract }]) => instruments === null || instruments.includes(contract.stock.instrumentId))
    .filter(([, { contract }]) => chains === null || chains.includes(contract.chain.id))
    .filter(() => states === undefined || states.includes("confirmed"))
    .filter(([, event]) => since === null || shownAt(event) >= since)
    .sort(([, one], [, other]) => other.at.getTime() - one.at.getTime());
  return paged(call, rows, ([account, event]) => eventBody(call, account, event));
};

/** `GET /dividends/`, newest first. */
export const listDividends: DataHandler = (call) => {
  const instruments = idsAsked(call, "instrument_id");
  const rows = accountsAsked(call)
    .flatMap((account) => account.dividends.map((dividend): [Account, Dividend] => [account, dividend]))
    .filter(([, { stock }]) => instruments === null || instruments.includes(stock.instrumentId))
    .sort(([, one], [, other]) => other.payableAt.getTime() - one.payableAt.getTime());
  return paged(call, rows, ([account, dividend]) => dividendBody(call, account, dividend));
};

/** It shows on the morning after. */
function shownAt(event: OptionEvent): Date {
  return daysAfter(event.at, 0.6);
}

function eventBody(call: DataCall, account: Account, event: OptionEvent): Record<string, unknown> {
  const { baseUrl } = call.request;
  const { contract, shares, sharePrice, cashComponent } = event;
  const { random } = call.world;
  const component = {
    id: random.uuid("component", event.id),
    instrument: `${baseUrl}/instruments/${contract.stock.instrumentId}/`,
    symbol: contract.stock.symbol,
    side: shares.isPositive() ? "buy" : "sell",
    quantity: shares.abs().toFixed(8),
    price: sharePrice.toFixed(4),
  };
  const cash = shares
    .times(sharePrice)
    .negated()
    .plus(cashComponent ?? 0);
  const updatedAt = timestamp(shownAt(event));
  return {
    id: event.id,
    account: `${baseUrl}/accounts/${account.number}/`,
    account_number: account.number,
    account_number_rhs: `5${random.digits(8, "rhs", account.number)}`,
    type: event.type,
    state: "confirmed",
    direction: directionOf(event, cash),
    quantity: event.quantity.toFixed(4),
    event_date: dateText(event.at),
    option: `${baseUrl}/options/instruments/${contract.id}/`,
    option_id: contract.id,
    chain_id: contract.chain.id,
    position: `${baseUrl}/options/positions/${random.uuid("option-position", account.number, contract.id)}/`,
    underlying_price: null,
    total_cash_amount: cash.abs().toFixed(4),
    equity_components: shares.isZero() ? [] : [component],
    cash_component: cashComponent === null ? null : cashBody(call, event, cashComponent),
    source_ref_id: null,
    created_at: updatedAt,
    updated_at: updatedAt,
  };
}

/** Which way the money went; where none did, which way it would have gone. */
function directionOf(event: OptionEvent, cash: Decimal): "debit" | "credit" {
  if (cash.isZero()) return event.contract.type === "put" ? "debit" : "credit";
  return cash.isNegative() ? "debit" : "credit";
}

function cashBody(call: DataCall, event: OptionEvent, cash: Decimal): Record<string, unknown> {
  return {
    id: call.world.random.uuid("cash-component", event.id),
    direction: cash.isNegative() ? "debit" : "credit",
    cash_amount: cash.abs().toFixed(4),
  };
}

function dividendBody(call: DataCall, account: Account, dividend: Dividend): Record<string, unknown> {
  const { baseUrl } = call.request;
  const { stock } = dividend;
  return {
    id: dividend.id,
    url: `${baseUrl}/dividends/${dividend.id}/`,
    account: `${baseUrl}/accounts/${account.number}/`,
    instrument: `${baseUrl}/instruments/${stock.instrumentId}/`,
    amount: dividend.amount.toFixed(2),
    gross_amount: dividend.amount.toFixed(2),
    rate: dividend.rate.toFixed(10),
    position: dividend.shares.toFixed(8),
    withholding: "0.00",
    nra_withholding: "0.00",
    fee: "0.00",
    record_date: dividend.exDay,
    ex_dividend_date: dividend.exDay,
    payable_date: dateText(dividend.payableAt),
    paid_at: dividend.state === "paid" ? timestamp(dividend.payableAt) : null,
    state: dividend.state,
    is_early_dividend: false,
    days_early: null,
    drip_enabled: false,
    drip_order_id: null,
    cash_dividend_id: null,
    related_adjustments: [],
    is_primary_account: account.isDefault,
  };
}
