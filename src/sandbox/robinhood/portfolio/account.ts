import type { Decimal } from "decimal.js";
import type { AccountKind } from "../people";
import type { OptionContract, Stock } from "./market";

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
}

export type OrderState = "queued" | "confirmed" | "filled" | "cancelled" | "rejected";

export interface StockOrder {
  id: string;
  refId: string;
  stock: Stock;
  side: "buy" | "sell";
  type: "market" | "limit";
  timeInForce: "gfd" | "gtc";
  quantity: Decimal;
  /** A share: the limit, or what it was filled at. */
  price: Decimal;
  state: OrderState;
  createdAt: Date;
}

export interface OptionOrder {
  id: string;
  refId: string;
  contract: OptionContract;
  side: "buy" | "sell";
  effect: "open" | "close";
  quantity: Decimal;
  /** A share. */
  price: Decimal;
  state: OrderState;
  createdAt: Date;
}

export interface OptionEvent {
  id: string;
  type: "expiration" | "assignment";
  contract: OptionContract;
  quantity: Decimal;
  at: Date;
}

export interface Dividend {
  id: string;
  stock: Stock;
  shares: Decimal;
  amount: Decimal;
  payableAt: Date;
  state: "pending" | "paid";
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
}

/** Orders that can still be filled or cancelled. */
export function isOpen(order: { state: OrderState }): boolean {
  return order.state === "queued" || order.state === "confirmed";
}
