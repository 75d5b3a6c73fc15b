import type { Decimal } from "decimal.js";
import type { AccountKind } from "../people";
import type { OptionChain, OptionContract, Stock } from "./market";

export interface StockHolding {
  stock: Stock;
  quantity: Decimal;
  cost: Decimal;
  openedAt: Date;
}

/** `quantity` is negative for a short position; `cost` is then what was received, negative too. */
export interface OptionHolding {
  id: string;
  contract: OptionContract;
  quantity: Decimal;
  cost: Decimal;
  openedAt: Date;
  updatedAt: Date;
  /** Contracts that were assigned, while the broker has not booked it yet. */
  pendingAssignment: Decimal;
}

export type OrderState = "queued" | "confirmed" | "partially_filled" | "filled" | "cancelled" | "rejected";

/** A part of an order that was filled at once. */
export interface Execution {
  id: string;
  quantity: Decimal;
  /** A share. */
  price: Decimal;
  at: Date;
}

/** What sellers of shares pay to the regulators, in dollars. */
export interface StockFees {
  sec: Decimal;
  taf: Decimal;
  cat: Decimal;
}

export interface StockOrder {
  id: string;
  refId: string;
  stock: Stock;
  side: "buy" | "sell";
  type: "market" | "limit";
  timeInForce: "gfd" | "gtc";
  quantity: Decimal;
  /** A share: the limit, or what a market order was filled at. */
  price: Decimal;
  state: OrderState;
  fees: StockFees;
  executions: Execution[];
  createdAt: Date;
  updatedAt: Date;
}

/** One contract of an option order, on the terms that it had when the order was placed. */
export interface OptionLeg {
  id: string;
  contract: OptionContract;
  strike: Decimal;
  side: "buy" | "sell";
  effect: "open" | "close";
  /** Contracts of this leg in one of the order's. */
  ratio: number;
  executions: Execution[];
}

export interface OptionOrder {
  id: string;
  refId: string;
  chain: OptionChain;
  legs: OptionLeg[];
  quantity: Decimal;
  /** A share, all legs together: positive for what comes in, negative for what is paid. */
  price: Decimal;
  state: OrderState;
  regulatoryFees: Decimal;
  contractFees: Decimal;
  createdAt: Date;
  updatedAt: Date;
}

export interface OptionEvent {
  id: string;
  type: "expiration" | "assignment" | "exercise";
  contract: OptionContract;
  quantity: Decimal;
  at: Date;
  /** Shares that came in (+) or went (−), and what was paid for each. */
  shares: Decimal;
  sharePrice: Decimal;
  /** Dollars that came in (+) or were paid (−) beside the price of the shares; null for none. */
  cashComponent: Decimal | null;
}

export interface Dividend {
  id: string;
  stock: Stock;
  shares: Decimal;
  rate: Decimal;
  amount: Decimal;
  exDay: string;
  payableAt: Date;
  state: "pending" | "paid";
}

/** A stock's split, the same for everyone: `multiplier` new shares for `divisor` old ones. */
export interface StockSplit {
  id: string;
  stock: Stock;
  multiplier: number;
  divisor: number;
  at: Date;
}

/** What a split did to the shares of an account. */
export interface SplitPayment {
  id: string;
  split: StockSplit;
  oldShares: Decimal;
  newShares: Decimal;
}

/** New terms for the options that an account held when a company split, merged or paid out something unusual. */
export interface ContractChange {
  id: string;
  type: "stock_split" | "merger";
  stock: Stock;
  at: Date;
  oldChain: OptionChain;
  newChain: OptionChain;
  positions: {
    contract: OptionContract;
    side: "long" | "short";
    oldStrike: Decimal;
    newStrike: Decimal;
    oldQuantity: Decimal;
    newQuantity: Decimal;
  }[];
}

export interface Account {
  number: string;
  person: string;
  kind: AccountKind;
  type: "cash" | "margin";
  brokerageType: "individual" | "ira_roth" | "joint_tenancy_with_ros";
  nickname: string;
  isDefault: boolean;
  optionLevel: "option_level_2" | "option_level_3" | null;
  createdAt: Date;
  cash: Decimal;
  stocks: Map<string, StockHolding>;
  options: Map<string, OptionHolding>;
  stockOrders: StockOrder[];
  optionOrders: OptionOrder[];
  events: OptionEvent[];
  dividends: Dividend[];
  splits: SplitPayment[];
  contractChanges: ContractChange[];
}

/** Orders that can still be filled or cancelled. */
export function isOpen(order: { state: OrderState }): boolean {
  return ["queued", "confirmed", "partially_filled"].includes(order.state);
}
