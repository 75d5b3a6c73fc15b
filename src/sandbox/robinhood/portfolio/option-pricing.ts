import { Decimal } from "decimal.js";
import type { Market, OptionContract } from "./market";

/** A theoretical price a share and its sensitivities (Black–Scholes, no interest, no dividend). */
export interface OptionPrice {
  mark: Decimal;
  delta: number;
  gamma: number;
  theta: number;
  vega: number;
  rho: number;
  impliedVolatility: number;
  chanceOfProfitLong: number;
}

const known = new WeakMap<OptionContract, { strike: Decimal; price: OptionPrice }>();

/** Prices a contract as of the start of the sandbox, so that the numbers stand still while one looks at them. */
export function priceOption(market: Market, contract: OptionContract): OptionPrice {
  const held = known.get(contract);
  const price = held?.strike === contract.strike ? held.price : workOut(market, contract);
  known.set(contract, { strike: contract.strike, price });
  return contract.fixedMark === null ? price : { ...price, mark: contract.fixedMark };
}

function workOut(market: Market, contract: OptionContract): OptionPrice {
  const spot = contract.stock.price.toNumber();
  const strike = contract.strike.toNumber();
  const years = market.yearsTo(contract.expiration);
  const volatility = contract.stock.volatility;
  const spread = volatility * Math.sqrt(years);
  const d1 = (Math.log(spot / strike) + (volatility ** 2 / 2) * years) / spread;
  const d2 = d1 - spread;
  const density = Math.exp(-(d1 ** 2) / 2) / Math.sqrt(2 * Math.PI);
  const call = spot * normal(d1) - strike * normal(d2);
  const isCall = contract.type === "call";
  const value = isCall ? call : call - spot + strike;
  const mark = new Decimal(Math.max(value, 0.01)).toDecimalPlaces(2);
  const breakEven = breakEvenOf(contract, mark).toNumber();
  const distance = (Math.log(spot / Math.max(breakEven, 0.01)) - (volatility ** 2 / 2) * years) / spread;
  return {
    mark,
    delta: isCall ? normal(d1) : normal(d1) - 1,
    gamma: density / (spot * spread),
    theta: (-spot * density * volatility) / (2 * Math.sqrt(years)) / 365,
    vega: (spot * density * Math.sqrt(years)) / 100,
    rho: ((isCall ? normal(d2) : -normal(-d2)) * strike * years) / 100,
    impliedVolatility: volatility,
    chanceOfProfitLong: isCall ? normal(distance) : normal(-distance),
  };
}

/** The stock price at which a holder neither gains nor loses at expiration. */
export function breakEvenOf(contract: OptionContract, price: Decimal): Decimal {
  return contract.type === "call" ? contract.strike.plus(price) : contract.strike.minus(price);
}

/** The normal distribution, by Zelen and Severo's approximation (error below 1e-7). */
function normal(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const polynomial =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp(-(x ** 2) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
  return x >= 0 ? 1 - tail : tail;
}
