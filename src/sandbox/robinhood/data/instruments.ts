import { Decimal } from "decimal.js";
import { json, param } from "../../http/exchange";
import type { Stock } from "../portfolio/market";
import { dateText, daysAfter, timestamp } from "../time-format";
import { type DataCall, type DataHandler, idsAsked, notFound, paged } from "./data-access";

/** `GET /instruments/` with `?symbol=`, `?ids=` or nothing (protocol sheet 5.4). */
export const listInstruments: DataHandler = (call) => {
  const symbol = call.request.query.get("symbol");
  const ids = idsAsked(call, "ids");
  const stocks = call.book.market.stocks.filter(
    (stock) =>
      (symbol === null || stock.symbol === symbol.toUpperCase()) &&
      (ids === null || ids.includes(stock.instrumentId)),
  );
  return paged(
    call,
    stocks.map((stock) => instrumentBody(call, stock)),
  );
};

export const showInstrument: DataHandler = (call) => {
  const stock = call.book.market.stockById(param(call.request, "instrument"));
  return stock === null ? notFound() : json(200, instrumentBody(call, stock));
};

/** Lists that are empty here: splits of a stock, split payments, corporate actions on options. */
export const emptyList: DataHandler = (call) => paged(call, []);

/** `GET /quotes/` and `GET /marketdata/quotes/`: an unknown symbol or id is a null in its place. */
export const listQuotes: DataHandler = (call) => {
  const results = stocksAsked(call).map((stock) => (stock === null ? null : quoteBody(call, stock)));
  return json(200, { results });
};

export const showQuote: DataHandler = (call) => {
  const stock = stockInPath(call);
  return stock === null ? notFound() : json(200, quoteBody(call, stock));
};

/** `GET /fundamentals/?symbols=` */
export const listFundamentals: DataHandler = (call) => {
  const results = stocksAsked(call).map((stock) => (stock === null ? null : fundamentalsBody(call, stock)));
  return json(200, { results });
};

export const showFundamentals: DataHandler = (call) => {
  const stock = stockInPath(call);
  return stock === null ? notFound() : json(200, fundamentalsBody(call, stock));
};

function stocksAsked(call: DataCall): (Stock | null)[] {
  const ids = idsAsked(call, "ids") ?? idsAsked(call, "instruments");
  if (ids !== null) return ids.map((id) => call.book.market.stockById(id));
  const symbols = call.request.query.get("symbols");
  return symbols === null ? [] : symbols.split(",").map((symbol) => call.book.market.stock(symbol));
}

function stockInPath(call: DataCall): Stock | null {
  const name = param(call.request, "instrument");
  return call.book.market.stock(name) ?? call.book.market.stockById(name);
}

function instrumentBody(call: DataCall, stock: Stock): Record<string, unknown> {
  const { baseUrl } = call.request;
  return {
    id: stock.instrumentId,
    url: `${baseUrl}/instruments/${stock.instrumentId}/`,
    quote: `${baseUrl}/quotes/${stock.symbol}/`,
    fundamentals: `${baseUrl}/fundamentals/${stock.symbol}/`,
    splits: `${baseUrl}/instruments/${stock.instrumentId}/splits/`,
    state: "active",
    market: `${baseUrl}/markets/XNAS/`,
    simple_name: stock.simpleName,
    name: stock.name,
    tradeable: true,
    tradability: "tradable",
    symbol: stock.symbol,
    bloomberg_unique: `EQ${call.world.random.digits(16, "bloomberg", stock.symbol)}`,
    margin_initial_ratio: "0.5000",
    maintenance_ratio: "0.2500",
    country: "US",
    day_trade_ratio: "0.2500",
    list_date: "1990-01-02",
    min_tick_size: null,
    type: stock.type,
    tradable_chain_id: stock.chainId,
    rhs_tradability: "tradable",
    fractional_tradability: "tradable",
    default_collar_fraction: "0.05",
    short_selling_tradability: "tradable",
    all_day_tradability: "tradable",
    account_type_tradabilities: [{ account_type: "individual", account_type_tradability: "tradable" }],
    issuer_type: "third_party",
    tax_security_type: stock.type,
    is_spac: false,
    is_test: false,
    car_required: false,
    low_risk_maintenance_ratio: null,
    high_risk_maintenance_ratio: null,
  };
}

function quoteBody(call: DataCall, stock: Stock): Record<string, unknown> {
  const { world, request, person } = call;
  const extended = world.knobs.for(person).extendedHours ? stock.price.times("1.001").toFixed(6) : null;
  return {
    ask_price: stock.price.plus("0.02").toFixed(6),
    ask_size: 200,
    bid_price: stock.price.minus("0.03").toFixed(6),
    bid_size: 100,
    last_trade_price: stock.price.toFixed(6),
    last_extended_hours_trade_price: extended,
    last_non_reg_trade_price: extended,
    previous_close: stock.previousClose.toFixed(6),
    adjusted_previous_close: stock.previousClose.toFixed(6),
    previous_close_date: dateText(daysAfter(world.startedAt, -1)),
    symbol: stock.symbol,
    trading_halted: false,
    has_traded: true,
    last_trade_price_source: "consolidated",
    updated_at: timestamp(world.clock.now()),
    instrument: `${request.baseUrl}/instruments/${stock.instrumentId}/`,
    instrument_id: stock.instrumentId,
    state: "active",
  };
}

function fundamentalsBody(call: DataCall, stock: Stock): Record<string, unknown> {
  const { random } = call.world;
  const draw = (low: number, high: number, name: string) =>
    new Decimal(low).plus(new Decimal(high - low).times(random.fraction("fundamentals", stock.symbol, name)));
  const earnings = stock.type === "stock" ? draw(9, 60, "pe").toFixed(6) : null;
  return {
    open: stock.previousClose.toFixed(6),
    high: Decimal.max(stock.price, stock.previousClose).times("1.004").toFixed(6),
    low: Decimal.min(stock.price, stock.previousClose).times("0.996").toFixed(6),
    volume: draw(1e7, 8e7, "volume").toFixed(6),
    average_volume: draw(1e7, 8e7, "average-volume").toFixed(6),
    average_volume_2_weeks: draw(1e7, 8e7, "average-volume").toFixed(6),
    high_52_weeks: stock.price.times("1.31").toFixed(6),
    low_52_weeks: stock.price.times("0.68").toFixed(6),
    dividend_yield: stock.dividend.isZero() ? null : stock.dividend.times(400).div(stock.price).toFixed(6),
    float: draw(1e9, 1.5e10, "float").toFixed(6),
    market_cap: draw(4e10, 3.5e12, "market-cap").toFixed(6),
    pb_ratio: draw(1, 40, "pb").toFixed(6),
    pe_ratio: earnings,
    shares_outstanding: draw(1e9, 1.5e10, "float").toFixed(6),
    description: `${stock.name}. The name is real, the numbers are made up by the sandbox.`,
    instrument: `${call.request.baseUrl}/instruments/${stock.instrumentId}/`,
    ceo: "",
    headquarters_city: "",
    headquarters_state: "",
    sector: stock.type === "stock" ? "Sandbox" : "Funds",
    industry: "",
    num_employees: null,
    year_founded: null,
    market_date: dateText(call.world.startedAt),
    symbol: stock.symbol,
  };
}
