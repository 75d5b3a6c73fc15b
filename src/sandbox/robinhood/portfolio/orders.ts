import { Decimal } from "decimal.js";
import type { Execution, OptionOrder, OrderState, StockFees, StockOrder } from "./account";
import { type OptionContract, type Stock, termsAt } from "./market";

export type Amount = Decimal | number | string;

/** Makes a new id of a kind. */
export type NewId = (kind: string) => string;

/** A part of an order that is filled at once; for options one price for each leg. */
export interface Fill {
  quantity: Amount;
  prices: readonly Amount[];
  /** After the order was placed. */
  minutesLater?: number;
}

export interface StockTrade {
  stock: Stock;
  side: "buy" | "sell";
  quantity: Amount;
  price: Amount;
  state: OrderState;
  /** In place of one fill at the price. */
  fills?: readonly Fill[];
  fees?: { [Name in keyof StockFees]?: Amount };
}

export interface LegTrade {
  contract: OptionContract;
  side: "buy" | "sell";
  effect: "open" | "close";
  /** A share. */
  price: Amount;
  ratio?: number;
}

export interface OptionTrade {
  legs: readonly LegTrade[];
  quantity: Amount;
  state?: OrderState;
  fills?: readonly Fill[];
  regulatoryFees?: Amount;
  contractFees?: Amount;
}

export function makeStockOrder(trade: StockTrade, at: Date, newId: NewId): StockOrder {
  const { stock, side, state, fees = {} } = trade;
  const id = newId("order");
  const refId = newId("ref");
  const fills = trade.fills ?? [{ quantity: trade.quantity, prices: [trade.price] }];
  const executions = isFilled(state) ? executionsOf(fills, 0, 1, at, newId) : [];
  return {
    id,
    refId,
    stock,
    side,
    type: "limit",
    timeInForce: state === "queued" ? "gtc" : "gfd",
    quantity: new Decimal(trade.quantity),
    price: new Decimal(trade.price),
    state,
    fees: {
      sec: new Decimal(fees.sec ?? 0),
      taf: new Decimal(fees.taf ?? 0),
      cat: new Decimal(fees.cat ?? 0),
    },
    executions,
    createdAt: at,
    updatedAt: executions.at(-1)?.at ?? at,
  };
}

export function makeOptionOrder(trade: OptionTrade, at: Date, newId: NewId): OptionOrder {
  const { state = "filled" } = trade;
  const id = newId("option-order");
  const refId = newId("ref");
  const fills = trade.fills ?? [{ quantity: trade.quantity, prices: trade.legs.map((leg) => leg.price) }];
  const legs = trade.legs.map((leg, index) => {
    const { contract, side, effect, ratio = 1 } = leg;
    const executions = isFilled(state) ? executionsOf(fills, index, ratio, at, newId) : [];
    return {
      id: newId("leg"),
      contract,
      strike: termsAt(contract, at).strike,
      side,
      effect,
      ratio,
      executions,
    };
  });
  const nets = trade.legs.map((leg, index) => {
    const price = averagePrice(legs[index]?.executions ?? []) ?? new Decimal(leg.price);
    return price.times(leg.ratio ?? 1).times(leg.side === "sell" ? 1 : -1);
  });
  const first = trade.legs[0];
  if (first === undefined) throw new Error("An option order has at least one leg.");
  return {
    id,
    refId,
    chain: termsAt(first.contract, at).chain,
    legs,
    quantity: new Decimal(trade.quantity),
    price: Decimal.sum(...nets),
    state,
    regulatoryFees: new Decimal(trade.regulatoryFees ?? 0),
    contractFees: new Decimal(trade.contractFees ?? 0),
    createdAt: at,
    updatedAt: legs[0]?.executions.at(-1)?.at ?? at,
  };
}

/** What the fills came to a share, on average; null before the first. */
export function averagePrice(executions: readonly Execution[]): Decimal | null {
  const quantity = filledQuantity(executions);
  if (quantity.isZero()) return null;
  const value = executions.reduce((sum, fill) => sum.plus(fill.price.times(fill.quantity)), new Decimal(0));
  return value.div(quantity);
}

/** What can still be filled of an order for shares. */
export function leftToFill(order: Pick<StockOrder, "quantity" | "executions">): Decimal {
  return order.quantity.minus(filledQuantity(order.executions));
}

export function filledQuantity(executions: readonly Execution[]): Decimal {
  return executions.reduce((sum, fill) => sum.plus(fill.quantity), new Decimal(0));
}

function isFilled(state: OrderState): boolean {
  return state === "filled" || state === "partially_filled";
}

function executionsOf(
  fills: readonly Fill[],
  leg: number,
  ratio: number,
  at: Date,
  newId: NewId,
): Execution[] {
  return fills.map((fill) => ({
    id: newId("execution"),
    quantity: new Decimal(fill.quantity).times(ratio),
    price: new Decimal(fill.prices[leg] ?? 0),
    at: new Date(at.getTime() + (fill.minutesLater ?? 0) * 60_000),
  }));
}
