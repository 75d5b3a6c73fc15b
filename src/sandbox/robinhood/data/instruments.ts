import { Decimal } from "decimal.js";
import { json, param } from "../../http/exchange";
import type { Stock } from "../portfolio/market";
import { dateText, daysAfter, timestamp } from "../time-format";
import { type DataCall, type DataHandler, idsAsked, notFound, paged } from "./data-access";

/** `GET /instruments/` with `?symbol=`, `?ids=` or nothing (protocol sheet 5.4). */
export const listInstruments: DataHandler = (call) => {
  const symbol = call.request.query.get("symbol");
  const ids = idsAsked(call, "ids");
  const { market } = call.book;
  const named = symbol === null ? market.stocks : [market.stock(symbol)];
  const stocks = (ids === null ? named : ids.map((id) => market.stockById(id))).filter(isShare);
  return paged(call, stocks, (stock) => instrumentBody(call, stock));
};

export const showInstrument: DataHandler = (call) => {
  const stock = call.book.market.stockById(param(call.request, "instrument"));
  return !isShare(stock) ? notFound() : json(200, instrumentBody(call, stock));
};

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
  if (ids !== null) return ids.map((id) => shareOrNull(call.book.market.stockById(id)));
  const symbols = call.request.query.get("symbols")?.split(",") ?? [];
  return symbols.map((symbol) => shareOrNull(call.book.market.stock(symbol)));
}

/** An index is neither an instrument nor quoted as one. */
function isShare(stock: Stock | null): stock is Stock {
  return stock !== null && stock.type !== "index";
}

function shareOrNull(stock: Stock | null): Stock | null {
  return isShare(stock) ? stock : null;
}

function stockInPath(call: DataCall): Stock | null {
  const name = param(call.request, "instrument");
  return shareOrNull(call.book.market.stock(name) ?? call.book.market.stockById(name));
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
    tradable_chain_id: isListed(call, stock) ? stock.chain.id : null,
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

/** Whether there are options on it. */
function isListed(call: DataCall, stock: Stock): boolean {
  return call.book.market.stocks.includes(stock);
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
    dividend_per_share: stock.dividend.isZero() ? null : stock.dividend.toFixed(6),
    ex_dividend_date: stock.exDividendDay,
    payable_date: stock.exDividendDay === null ? null : payableDay(stock.exDividendDay),
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

/** Dividends are paid seventeen days after the ex-dividend day. */
function payableDay(exDividendDay: string): string {
  return dateText(daysAfter(new Date(`${exDividendDay}T12:00:00Z`), 17));
}
