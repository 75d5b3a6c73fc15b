import { z } from "zod";
import { decimalSchema } from "@/shared/schemas/account";
import { daySchema, optionTermsSchema } from "@/shared/schemas/trading";

const eventShape = {
  /** The broker's own id of the event (of the execution for a fill): the same event always has the same. */
  eventId: z.string().min(1).max(120),
  accountNumber: z.string().min(1).max(64),
  /** When it took effect; an event that has only a day is at the end of the trading day in New York, in UTC. */
  at: z.iso.datetime(),
};
const tradeShape = {
  ...eventShape,
  side: z.enum(["buy", "sell"]),
  /** Shares or contracts, never signed. */
  quantity: decimalSchema,
  /** Per share, for options too. */
  price: decimalSchema,
  /** Dollars, all of them; null when the broker does not say. */
  fees: decimalSchema.nullable(),
  /** Legs and fills of one order share it. */
  orderId: z.string().min(1).max(100),
};

export const stockTradeSchema = z.object({
  kind: z.literal("stock_trade"),
  ...tradeShape,
  symbol: z.string().min(1).max(24),
});
export const optionTradeSchema = z.object({
  kind: z.literal("option_trade"),
  ...tradeShape,
  option: optionTermsSchema,
  effect: z.enum(["open", "close"]),
});

/** How contracts end without a trade. */
const endShape = {
  ...eventShape,
  option: optionTermsSchema,
  /** Contracts, never signed; `held` says which side they were on. */
  quantity: decimalSchema,
  held: z.enum(["short", "long"]),
};
export const optionExpirationSchema = z.object({ kind: z.literal("option_expiration"), ...endShape });
export const optionDeliverySchema = z.object({
  /** An assignment ends short contracts, an exercise long ones. */
  kind: z.enum(["option_assignment", "option_exercise"]),
  ...endShape,
  /** Shares that came in (+) or went (−); null when the broker does not say. */
  shares: decimalSchema.nullable(),
  /** Dollars that came in (+) or were paid (−); null when the broker does not say. */
  cash: decimalSchema.nullable(),
  /** It happened before the contract's last day. */
  early: z.boolean(),
});
export const cashSettlementSchema = z.object({
  kind: z.literal("option_cash_settlement"),
  ...endShape,
  cash: decimalSchema.nullable(),
});

export const dividendSchema = z.object({
  kind: z.literal("dividend"),
  ...eventShape,
  symbol: z.string().min(1).max(24),
  /** Dollars received after withholding, or expected while `paid` is false. */
  amount: decimalSchema,
  sharesHeld: decimalSchema.nullable(),
  exDate: daySchema.nullable(),
  payDate: daySchema.nullable(),
  paid: z.boolean(),
});
export const splitSchema = z.object({
  kind: z.literal("split"),
  ...eventShape,
  symbol: z.string().min(1).max(24),
  /** Shares of this account before and after; 100 and 400 for four for one. */
  oldShares: decimalSchema,
  newShares: decimalSchema,
  /** Dollars for fractions that were not delivered. */
  cashInLieu: decimalSchema.nullable(),
});
export const contractChangeSchema = z.object({
  kind: z.literal("contract_change"),
  ...eventShape,
  from: optionTermsSchema,
  to: optionTermsSchema,
  /** Contracts before and after, never signed. */
  oldQuantity: decimalSchema,
  newQuantity: decimalSchema,
  held: z.enum(["short", "long"]),
});

/** Something that changed an account's shares, contracts or cash: what the wheel is rebuilt from. */
export const accountEventSchema = z.discriminatedUnion("kind", [
  stockTradeSchema,
  optionTradeSchema,
  optionExpirationSchema,
  optionDeliverySchema,
  cashSettlementSchema,
  dividendSchema,
  splitSchema,
  contractChangeSchema,
]);
export type AccountEvent = z.infer<typeof accountEventSchema>;
export type OptionTrade = z.infer<typeof optionTradeSchema>;
export type StockTrade = z.infer<typeof stockTradeSchema>;
