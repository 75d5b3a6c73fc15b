import { daysAfter } from "../../time-format";
import type { OptionContract } from "../market";
import type { Script } from "./script";

/** Many positions: one in five a stock, the others options of every chain, short and long. */
export function writeManyPositions(script: Script, positions: number): void {
  const { ledger, market } = script;
  ledger.deposit(20_000_000);
  const contracts = spread(script, positions);
  for (let number = 0; number < positions; number += 1) {
    const at = script.on(-2 - (number % 9), "tue", `15:${String(number % 60).padStart(2, "0")}`);
    const contract = contracts[number];
    if (number % 5 === 0 || contract === undefined) {
      const stock = market.fillerStock(number);
      ledger.buy(stock, 10 + (number % 7), stock.price, at);
    } else {
      script[number % 4 === 0 ? "buyToOpen" : "sellToOpen"](contract, 1 + (number % 3), "0.85", at);
    }
  }
}

/** So many contracts, taken evenly from all that are listed on shares. */
function spread(script: Script, count: number): OptionContract[] {
  const today = script.market.friday(1);
  const all = script.market
    .contracts()
    .filter(({ stock, expiration }) => stock.type !== "index" && expiration >= today);
  const step = Math.max(1, Math.floor(all.length / Math.max(count, 1)));
  return all.filter((_, index) => index % step === 0).slice(0, count);
}

const wheeled = ["AAPL", "AMD", "BAC", "F", "INTC", "KO", "PFE", "SOFI"] as const;

/** Thousands of orders: two years of weekly puts on eight stocks, half bought back, and shares traded daily. */
export function writeManyOrders(script: Script): void {
  const { ledger } = script;
  ledger.deposit(400_000);
  for (let week = -104; week < 0; week += 1) {
    for (const [index, symbol] of wheeled.entries()) {
      const stock = script.stock(symbol);
      const strike = stock.price.times("0.9").toDecimalPlaces(0);
      const put = script.put(symbol, strike, week);
      const opened = script.on(week, "mon", `15:${String(10 + index)}`);
      const price = stock.price.times("0.006").toDecimalPlaces(2);
      script.sellToOpen(put, 1, price, opened);
      if ((week + index) % 2 === 0) {
        script.buyToClose(put, 1, price.times("0.3").toDecimalPlaces(2), script.on(week, "thu"));
      } else ledger.expire(put);
    }
    for (let day = 0; day < 5; day += 1) {
      const stock = script.stock("NVDA");
      const at = daysAfter(script.on(week, "mon", "17:00"), day);
      ledger.buy(stock, 2, stock.price.times("0.98").toDecimalPlaces(2), at);
      ledger.sell(stock, 2, stock.price.times("0.985").toDecimalPlaces(2), daysAfter(at, 0.05));
    }
  }
}
