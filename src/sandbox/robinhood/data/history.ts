import { Decimal } from "decimal.js";
import type { Account, Dividend, OptionEvent } from "../portfolio/account";
import { dateText, daysAfter, timestamp } from "../time-format";
import { accountsAsked, type DataCall, type DataHandler, idsAsked, paged } from "./data-access";

/** `GET /options/events/`, newest first: expirations and assignments (protocol sheet 5.8). */
export const listOptionEvents: DataHandler = (call) => {
  const instruments = idsAsked(call, "equity_instrument_id");
  const chains = idsAsked(call, "chain_ids");
  const states = call.request.query.get("states")?.split(",");
  const rows = accountsAsked(call)
    .flatMap((account) => account.events.map((event): [Account, OptionEvent] => [account, event]))
    .filter(([, { contract }]) => instruments === null || instruments.includes(contract.stock.instrumentId))
    .filter(([, { contract }]) => chains === null || chains.includes(contract.stock.chainId))
    .filter(() => states === undefined || states.includes("confirmed"))
    .sort(([, one], [, other]) => other.at.getTime() - one.at.getTime());
  return paged(
    call,
    rows.map(([account, event]) => eventBody(call, account, event)),
  );
};

/** `GET /dividends/`, newest first. */
export const listDividends: DataHandler = (call) => {
  const instruments = idsAsked(call, "instrument_id");
  const rows = accountsAsked(call)
    .flatMap((account) => account.dividends.map((dividend): [Account, Dividend] => [account, dividend]))
    .filter(([, { stock }]) => instruments === null || instruments.includes(stock.instrumentId))
    .sort(([, one], [, other]) => other.payableAt.getTime() - one.payableAt.getTime());
  return paged(
    call,
    rows.map(([account, dividend]) => dividendBody(call, account, dividend)),
  );
};

function eventBody(call: DataCall, account: Account, event: OptionEvent): Record<string, unknown> {
  const { baseUrl } = call.request;
  const { contract } = event;
  const { random } = call.world;
  const assigned = event.type === "assignment";
  const shares = event.quantity.times(100);
  const cash = assigned ? shares.times(contract.strike) : new Decimal(0);
  const buys = contract.type === "put";
  const component = {
    id: random.uuid("component", event.id),
    instrument: `${baseUrl}/instruments/${contract.stock.instrumentId}/`,
    symbol: contract.stock.symbol,
    side: buys ? "buy" : "sell",
    quantity: shares.toFixed(8),
    price: contract.strike.toFixed(4),
  };
  // It shows on the morning after.
  const shownAt = timestamp(daysAfter(event.at, 0.6));
  return {
    id: event.id,
    account: `${baseUrl}/accounts/${account.number}/`,
    account_number: account.number,
    type: event.type,
    state: "confirmed",
    direction: buys ? "debit" : "credit",
    quantity: event.quantity.toFixed(4),
    event_date: contract.expiration,
    option: `${baseUrl}/options/instruments/${contract.id}/`,
    option_id: contract.id,
    chain_id: contract.stock.chainId,
    position: `${baseUrl}/options/positions/${random.uuid("option-position", account.number, contract.id)}/`,
    underlying_price: null,
    total_cash_amount: cash.toFixed(4),
    equity_components: assigned ? [component] : [],
    cash_component: null,
    source_ref_id: null,
    created_at: shownAt,
    updated_at: shownAt,
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
    rate: stock.dividend.toFixed(10),
    position: dividend.shares.toFixed(8),
    withholding: "0.00",
    nra_withholding: "0.00",
    fee: "0.00",
    record_date: dateText(daysAfter(dividend.payableAt, -17)),
    ex_dividend_date: dateText(daysAfter(dividend.payableAt, -17)),
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
