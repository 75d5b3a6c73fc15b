import { json, param } from "../../http/exchange";
import type { OptionChain, OptionContract, Stock } from "../portfolio/market";
import { breakEvenOf, priceOption } from "../portfolio/option-pricing";
import { dateText, daysAfter, timestamp } from "../time-format";
import { type DataCall, type DataHandler, idsAsked, notFound, paged } from "./data-access";

/** `GET /options/instruments/` by `ids` or by chain, symbol, dates, strike, type and state (sheet 5.6). */
export const listOptionInstruments: DataHandler = (call) => {
  const { query } = call.request;
  const ids = idsAsked(call, "ids");
  const dates = query.get("expiration_dates")?.split(",");
  const wanted = (name: string, value: string) => (query.get(name) ?? value) === value;
  const { market } = call.book;
  const named = ids?.map((id) => market.contractById(id)).filter((contract) => contract !== null);
  const chain = market
    .chains()
    .find(
      ({ chain: { id, symbol } }) => id === query.get("chain_id") || symbol === query.get("chain_symbol"),
    );
  const listed = () => (chain === undefined ? market.contracts() : market.contractsOf(chain.chain));
  const contracts = (named ?? listed()).filter(
    (contract) =>
      (dates === undefined || dates.includes(contract.expiration)) &&
      wanted("chain_id", contract.chain.id) &&
      wanted("chain_symbol", contract.chain.symbol) &&
      wanted("type", contract.type) &&
      wanted("state", stateOf(call, contract)) &&
      contract.strike.eq(query.get("strike_price") ?? contract.strike),
  );
  return paged(call, contracts, (contract) => contractBody(call, contract));
};

export const showOptionInstrument: DataHandler = (call) => {
  const contract = call.book.market.contractById(param(call.request, "option"));
  return contract === null ? notFound() : json(200, contractBody(call, contract));
};

/** `GET /marketdata/options/?instruments=<addresses>` or `?ids=`: an unknown one is a null in its place. */
export const listOptionMarketData: DataHandler = (call) => {
  const ids = idsAsked(call, "instruments") ?? idsAsked(call, "ids") ?? [];
  const contracts = ids.map((id) => call.book.market.contractById(id));
  return json(200, {
    results: contracts.map((contract) => (contract === null ? null : marketDataBody(call, contract))),
  });
};

export const showOptionMarketData: DataHandler = (call) => {
  const contract = call.book.market.contractById(param(call.request, "option"));
  return contract === null ? notFound() : json(200, marketDataBody(call, contract));
};

/** `GET /options/chains/?equity_instrument_ids=` */
export const listChains: DataHandler = (call) => {
  const ids = idsAsked(call, "equity_instrument_ids");
  const own = idsAsked(call, "ids");
  const chains = call.book.market
    .chains()
    .filter(
      ({ stock, chain }) =>
        (ids === null || ids.includes(stock.instrumentId)) && (own === null || own.includes(chain.id)),
    );
  return paged(call, chains, ({ stock, chain }) => chainBody(call, stock, chain));
};

export const showChain: DataHandler = (call) => {
  const id = param(call.request, "chain");
  const found = call.book.market.chains().find(({ chain }) => chain.id === id);
  return found === undefined ? notFound() : json(200, chainBody(call, found.stock, found.chain));
};

const minTicks = { above_tick: "0.05", below_tick: "0.01", cutoff_price: "3.00" };

function stateOf(call: DataCall, contract: OptionContract): "active" | "expired" {
  return contract.expiration < dateText(call.world.clock.now()) ? "expired" : "active";
}

function contractBody(call: DataCall, contract: OptionContract): Record<string, unknown> {
  const state = stateOf(call, contract);
  const issuedAt = daysAfter(new Date(`${contract.expiration}T14:00:00Z`), -400);
  return {
    id: contract.id,
    url: `${call.request.baseUrl}/options/instruments/${contract.id}/`,
    chain_id: contract.chain.id,
    chain_symbol: contract.chain.symbol,
    type: contract.type,
    strike_price: contract.strike.toFixed(4),
    expiration_date: contract.expiration,
    issue_date: dateText(issuedAt),
    state,
    tradability: state === "active" ? "tradable" : "untradable",
    rhs_tradability: state === "active" ? "tradable" : "untradable",
    min_ticks: minTicks,
    sellout_datetime: `${contract.expiration}T20:30:00+00:00`,
    long_strategy_code: `${contract.id}_L1`,
    short_strategy_code: `${contract.id}_S1`,
    underlying_type: contract.stock.type === "index" ? "index" : "equity",
    created_at: timestamp(issuedAt),
    updated_at: timestamp(issuedAt),
  };
}

function marketDataBody(call: DataCall, contract: OptionContract): Record<string, unknown> {
  const price = priceOption(call.book.market, contract);
  const mark = price.mark.toFixed(6);
  const updatedAt = timestamp(call.world.clock.now());
  const count = (name: string) => call.world.random.integer(0, 4000, name, contract.id);
  return {
    adjusted_mark_price: mark,
    mark_price: mark,
    ask_price: price.mark.plus("0.02").toFixed(6),
    bid_price: price.mark.minus("0.01").toFixed(6),
    break_even_price: breakEvenOf(contract, price.mark).toFixed(6),
    high_price: null,
    low_price: null,
    last_trade_price: mark,
    previous_close_price: mark,
    ask_size: count("ask-size"),
    bid_size: count("bid-size"),
    last_trade_size: 1,
    open_interest: count("open-interest"),
    volume: count("volume"),
    instrument: `${call.request.baseUrl}/options/instruments/${contract.id}/`,
    instrument_id: contract.id,
    symbol: contract.chain.symbol,
    occ_symbol: occSymbol(contract),
    previous_close_date: dateText(daysAfter(call.world.startedAt, -1)),
    state: "active",
    updated_at: updatedAt,
    pricing_model: "Bjerksund-Stensland 1993",
    latest_quote_session: "regular",
    reg_session: { adjusted_mark_price: mark, mark_price: mark, mark_price_timestamp: updatedAt },
    chance_of_profit_long: price.chanceOfProfitLong.toFixed(6),
    chance_of_profit_short: (1 - price.chanceOfProfitLong).toFixed(6),
    delta: price.delta.toFixed(6),
    gamma: price.gamma.toFixed(6),
    theta: price.theta.toFixed(6),
    vega: price.vega.toFixed(6),
    rho: price.rho.toFixed(6),
    implied_volatility: price.impliedVolatility.toFixed(6),
    high_fill_rate_buy_price: price.mark.plus("0.02").toFixed(6),
    high_fill_rate_sell_price: price.mark.minus("0.01").toFixed(6),
    low_fill_rate_buy_price: null,
    low_fill_rate_sell_price: null,
  };
}

/** The clearing corporation's name: symbol padded to six, date, C or P, strike in thousandths. */
function occSymbol(contract: OptionContract): string {
  const date = contract.expiration.replaceAll("-", "").slice(2);
  const strike = contract.strike.times(1000).toFixed(0).padStart(8, "0");
  return `${contract.chain.symbol.padEnd(6)}${date}${contract.type === "call" ? "C" : "P"}${strike}`;
}

function chainBody(call: DataCall, stock: Stock, chain: OptionChain): Record<string, unknown> {
  const instrument = `${call.request.baseUrl}/instruments/${stock.instrumentId}/`;
  const isIndex = stock.type === "index";
  const id = call.world.random.uuid("underlying", chain.symbol);
  const quantity = isIndex ? chain.multiplier : chain.shares;
  return {
    id: chain.id,
    symbol: chain.symbol,
    can_open_position: chain === stock.chain,
    cash_component: chain.cashComponent?.toFixed(4) ?? null,
    // Nothing new is listed on a chain that was adjusted.
    expiration_dates: chain === stock.chain ? call.book.market.expirations : expirationsOf(call, chain),
    trade_value_multiplier: chain.multiplier.toFixed(4),
    underlying_instruments: isIndex ? [] : [{ id, instrument, quantity: quantity.toNumber() }],
    underlyings: [
      {
        id: stock.instrumentId,
        quantity: quantity.toFixed(4),
        symbol: stock.symbol,
        type: isIndex ? "index" : "equity",
      },
    ],
    min_ticks: minTicks,
    min_ticks_multileg: minTicks,
    settle_on_open: false,
    sellout_time_to_expiration: 1800,
    extended_hours_state: "disabled",
    late_close_state: "disabled",
  };
}

function expirationsOf(call: DataCall, chain: OptionChain): string[] {
  const days = call.book.market.contractsOf(chain);
  return [...new Set(days.map(({ expiration }) => expiration))].sort();
}
