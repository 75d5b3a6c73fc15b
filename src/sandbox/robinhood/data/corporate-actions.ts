import { param } from "../../http/exchange";
import type { Account, ContractChange, SplitPayment, StockSplit } from "../portfolio/account";
import { dateText, timestamp } from "../time-format";
import { accountsAsked, changedSince, type DataCall, type DataHandler, idsAsked, paged } from "./data-access";

/** `GET /corp_actions/v2/split_payments/`, newest first: what splits did to shares (protocol sheet 5.8). */
export const listSplitPayments: DataHandler = (call) => {
  const instruments = idsAsked(call, "instrument_ids");
  const since = changedSince(call);
  const rows = accountsAsked(call)
    .flatMap((account) => account.splits.map((payment): [Account, SplitPayment] => [account, payment]))
    .filter(([, { split }]) => instruments === null || instruments.includes(split.stock.instrumentId))
    .filter(([, { split }]) => since === null || split.at >= since)
    .sort(([, one], [, other]) => other.split.at.getTime() - one.split.at.getTime());
  return paged(call, rows, ([account, payment]) => paymentBody(account, payment));
};

/** `GET /options/corp_actions/`, newest first: how contracts came to other terms (protocol sheet 5.8). */
export const listContractChanges: DataHandler = (call) => {
  const since = changedSince(call);
  const rows = accountsAsked(call)
    .flatMap((account) =>
      account.contractChanges.map((change): [Account, ContractChange] => [account, change]),
    )
    .filter(([, { at }]) => since === null || at >= since)
    .sort(([, one], [, other]) => other.at.getTime() - one.at.getTime());
  return paged(call, rows, ([account, change]) => changeBody(call, account, change));
};

/** `GET /instruments/<id>/splits/`, newest first: the splits of a stock, whoever held it. */
export const listSplits: DataHandler = (call) => {
  const id = param(call.request, "instrument");
  const splits = call.book.market.splits.filter(({ stock }) => stock.instrumentId === id);
  splits.sort((one, other) => other.at.getTime() - one.at.getTime());
  return paged(call, splits, (split) => ({
    url: `${call.request.baseUrl}/instruments/${id}/splits/${split.id}/`,
    instrument: `${call.request.baseUrl}/instruments/${id}/`,
    execution_date: dateText(split.at),
    multiplier: split.multiplier.toFixed(8),
    divisor: split.divisor.toFixed(8),
  }));
};

function splitBody(split: StockSplit): Record<string, unknown> {
  return {
    id: split.id,
    direction: split.multiplier > split.divisor ? "forward" : "reverse",
    multiplier: split.multiplier.toFixed(8),
    divisor: split.divisor.toFixed(8),
    effective_date: dateText(split.at),
    old_instrument_id: split.stock.instrumentId,
    new_instrument_id: split.stock.instrumentId,
    updated_at: timestamp(split.at),
  };
}

function paymentBody(account: Account, payment: SplitPayment): Record<string, unknown> {
  const { split } = payment;
  return {
    id: payment.id,
    account_number: account.number,
    old_shares: payment.oldShares.toFixed(8),
    new_shares: payment.newShares.toFixed(8),
    fractional_remainder: "0.00000000",
    paid_at: timestamp(split.at),
    state: "paid",
    updated_at: timestamp(split.at),
    split: splitBody(split),
  };
}

function changeBody(call: DataCall, account: Account, change: ContractChange): Record<string, unknown> {
  const { baseUrl } = call.request;
  const { random } = call.world;
  const { stock, oldChain, newChain } = change;
  return {
    id: change.id,
    account_number: account.number,
    type: change.type,
    state: "confirmed",
    effective_date: dateText(change.at),
    chain: `${baseUrl}/options/chains/${newChain.id}/`,
    old_symbol: oldChain.symbol,
    new_symbol: newChain.symbol,
    old_trade_value_multiplier: oldChain.multiplier.toFixed(4),
    new_trade_value_multiplier: newChain.multiplier.toFixed(4),
    old_cash_component: oldChain.cashComponent?.toFixed(4) ?? null,
    new_cash_component: newChain.cashComponent?.toFixed(4) ?? null,
    affected_positions: change.positions.map((position) => ({
      position: `${baseUrl}/options/positions/${random.uuid("option-position", account.number, position.contract.id)}/`,
      position_type: position.side,
      option: `${baseUrl}/options/instruments/${position.contract.id}/`,
      option_type: position.contract.type,
      old_expiration_date: position.contract.expiration,
      new_expiration_date: position.contract.expiration,
      old_strike_price: position.oldStrike.toFixed(4),
      new_strike_price: position.newStrike.toFixed(4),
      old_quantity: position.oldQuantity.toFixed(4),
      new_quantity: position.newQuantity.toFixed(4),
    })),
    underlying_instruments: [
      {
        id: random.uuid("underlying", newChain.symbol),
        instrument: `${baseUrl}/instruments/${stock.instrumentId}/`,
        symbol: stock.symbol,
        old_quantity: oldChain.shares.toNumber(),
        new_quantity: newChain.shares.toNumber(),
      },
    ],
    created_at: timestamp(change.at),
    updated_at: timestamp(change.at),
  };
}
