import {
  listOf,
  type RobinhoodOnScript,
  startRobinhoodOnScript,
} from "@/server/brokers/robinhood/on-script.contract";

/** Rows as Robinhood gives them (protocol sheet 5), with little more than what is needed. */
export const account = "https://api.robinhood.com/accounts/5AB/";
export const link = (path: string) => `https://api.robinhood.com/${path}/`;
export const created_at = "2026-11-02T09:30:00.000000-05:00";

export const stock = {
  account,
  instrument: link("instruments/i1"),
  symbol: "F",
  quantity: "10.00000000",
  average_buy_price: "11.5000",
};
export const contract = {
  id: "o1",
  chain_id: "c1",
  chain_symbol: "F",
  type: "put",
  strike_price: "12.0000",
  expiration_date: "2026-12-18",
};
export const chain = {
  id: "c1",
  symbol: "F",
  trade_value_multiplier: "100.0000",
  cash_component: null,
  underlyings: [{ symbol: "F", type: "equity", quantity: "100.0000" }],
};
export const holding = {
  account,
  option: link("options/instruments/o1"),
  chain_id: "c1",
  chain_symbol: "F",
  type: "short",
  quantity: "1.0000",
  average_price: "-55.0000",
  trade_value_multiplier: "100.0000",
};
export const execution = { id: "e1", price: "0.55", quantity: "1.00000", timestamp: created_at };
export const stockOrder = {
  id: "s1",
  account,
  instrument: link("instruments/i1"),
  symbol: "F",
  side: "buy",
  state: "filled",
  type: "market",
  cumulative_quantity: "1.00000000",
  quantity: "1.00000000",
  average_price: "11.50000000",
  price: "12.00000000",
  fees: "0.00",
  executions: [execution],
  created_at,
  updated_at: created_at,
};
export const leg = {
  option: link("options/instruments/o1"),
  side: "sell",
  position_effect: "open",
  ratio_quantity: 1,
  option_type: "put",
  strike_price: "12.0000",
  expiration_date: "2026-12-18",
  executions: [execution],
};
export const optionOrder = {
  id: "p1",
  account_number: "5AB",
  chain_id: "c1",
  chain_symbol: "F",
  direction: "credit",
  state: "filled",
  type: "limit",
  quantity: "1.0000",
  processed_quantity: "1.0000",
  price: "0.55000000",
  legs: [leg],
  created_at,
  updated_at: created_at,
};
export const event = {
  id: "v1",
  account,
  type: "assignment",
  state: "confirmed",
  direction: "debit",
  quantity: "1.0000",
  event_date: "2026-11-13",
  option: link("options/instruments/o1"),
  chain_id: "c1",
  total_cash_amount: "1200.0000",
  equity_components: [],
};

const emptyLists = [
  "/positions/",
  "/options/positions/",
  "/orders/",
  "/options/orders/",
  "/options/events/",
  "/dividends/",
  "/corp_actions/v2/split_payments/",
  "/options/corp_actions/",
  "/options/instruments/",
  "/instruments/",
  "/quotes/",
  "/marketdata/options/",
];

/** A scripted broker with one account and nothing in it. */
export async function startRobinhoodOnSamples(): Promise<RobinhoodOnScript> {
  const on = await startRobinhoodOnScript(new Date("2026-11-20T15:00:00Z"));
  on.script["GET /accounts/"] = listOf({ account_number: "5AB", type: "cash" });
  for (const path of emptyLists) on.script[`GET ${path}`] = listOf();
  on.script["GET /options/chains/"] = listOf(chain);
  return on;
}
