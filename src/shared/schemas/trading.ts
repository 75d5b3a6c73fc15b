import { z } from "zod";
import { decimalSchema, provenanceSchema } from "@/shared/schemas/account";
import { requestBudgetSchema } from "@/shared/schemas/connection";

/** A day without a time, such as an expiration: never shifted by a time zone. */
export const daySchema = z.iso.date();
const symbolSchema = z.string().min(1).max(24);
const accountNumberSchema = z.string().min(1).max(64);

/** What an option contract is. Prices of it are per share: times `multiplier` they are dollars per contract. */
export const optionTermsSchema = z.object({
  /** The broker's own id of the contract. */
  contractId: z.string().min(1).max(100),
  underlying: symbolSchema,
  right: z.enum(["call", "put"]),
  strike: decimalSchema,
  expiration: daySchema,
  multiplier: decimalSchema,
  /** Shares of the underlying that one contract delivers; null when it delivers something else or nobody says. */
  sharesPerContract: decimalSchema.nullable(),
  /** Cash-settled index options never deliver shares. */
  settlement: z.enum(["physical", "cash"]),
  /** Its terms were changed by a corporate action. */
  adjusted: z.boolean(),
});
export type OptionTerms = z.infer<typeof optionTermsSchema>;

/** A price and what goes with it, per share. */
export const quoteSchema = z.object({
  /** Mark of an option, last trade of a stock (extended hours included). */
  price: decimalSchema.nullable(),
  bid: decimalSchema.nullable(),
  ask: decimalSchema.nullable(),
  previousClose: decimalSchema.nullable(),
  /** The broker's own time of the price. */
  quotedAt: z.iso.datetime().nullable(),
});
export type Quote = z.infer<typeof quoteSchema>;

/** What an option's price is made of, where the broker tells. Shares of one, volatility as a share (0.32 is 32 %). */
export const optionQuoteSchema = quoteSchema.extend({
  delta: decimalSchema.nullable(),
  gamma: decimalSchema.nullable(),
  theta: decimalSchema.nullable(),
  vega: decimalSchema.nullable(),
  impliedVolatility: decimalSchema.nullable(),
  openInterest: z.number().int().nonnegative().nullable(),
  volume: z.number().int().nonnegative().nullable(),
});
export type OptionQuote = z.infer<typeof optionQuoteSchema>;

const holdingShape = {
  accountNumber: accountNumberSchema,
  /** Shares or contracts, signed: negative is short. */
  quantity: decimalSchema,
  /** What one share cost, or brought when short; never signed, per share for options too. */
  averagePrice: decimalSchema.nullable(),
  openedAt: z.iso.datetime().nullable(),
};

export const stockPositionSchema = z.object({
  kind: z.literal("stock"),
  ...holdingShape,
  symbol: symbolSchema,
  name: z.string().max(200).nullable(),
  /** Shares that stay behind short calls. */
  sharesHeldForCalls: decimalSchema.nullable(),
  quote: quoteSchema.nullable(),
});
export type StockPosition = z.infer<typeof stockPositionSchema>;

export const optionPositionSchema = z.object({
  kind: z.literal("option"),
  ...holdingShape,
  /** The underlying's symbol. */
  symbol: symbolSchema,
  contractId: z.string().min(1).max(100),
  /** Null when the broker could not be asked what the contract is. */
  option: optionTermsSchema.nullable(),
  quote: optionQuoteSchema.nullable(),
  underlyingQuote: quoteSchema.nullable(),
  /** Contracts whose assignment, exercise or expiration is on its way. */
  pendingQuantity: decimalSchema.nullable(),
});
export type OptionPosition = z.infer<typeof optionPositionSchema>;

/** A holding of an account. */
export const positionSchema = z.discriminatedUnion("kind", [stockPositionSchema, optionPositionSchema]);
export type Position = z.infer<typeof positionSchema>;

export const optionContractSchema = z.object({
  option: optionTermsSchema,
  quote: optionQuoteSchema.nullable(),
});
/** A contract that can be traded, with its price. */
export type OptionContract = z.infer<typeof optionContractSchema>;

export const orderStatusSchema = z.enum([
  "open",
  "filled",
  "partially_filled",
  "cancelled",
  "rejected",
  "expired",
]);
export type OrderStatus = z.infer<typeof orderStatusSchema>;

export const orderLegSchema = z.object({
  /** Null for shares. */
  option: optionTermsSchema.nullable(),
  side: z.enum(["buy", "sell"]),
  effect: z.enum(["open", "close"]).nullable(),
  /** Contracts of this leg in one of the order's. */
  ratio: z.number().int().positive(),
  filledQuantity: decimalSchema,
  /** Per share; null before a fill. */
  averageFillPrice: decimalSchema.nullable(),
});

export const orderSchema = z.object({
  orderId: z.string().min(1).max(100),
  accountNumber: accountNumberSchema,
  kind: z.enum(["stock", "option"]),
  symbol: symbolSchema,
  status: orderStatusSchema,
  type: z.enum(["market", "limit", "stop", "stop_limit", "trailing_stop", "other"]),
  timeInForce: z.string().max(24).nullable(),
  /** Null for an order in dollars that is not filled yet. */
  quantity: decimalSchema.nullable(),
  filledQuantity: decimalSchema,
  /** Per share; of an order with several legs the net, positive when received and negative when paid. */
  limitPrice: decimalSchema.nullable(),
  stopPrice: decimalSchema.nullable(),
  averageFillPrice: decimalSchema.nullable(),
  fees: decimalSchema.nullable(),
  legs: z.array(orderLegSchema).min(1).max(8),
  rejectReason: z.string().max(300).nullable(),
  placedAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
/** An order as it stands at the broker. */
export type Order = z.infer<typeof orderSchema>;

/** The separately read parts of a reply: one can fail while the others are good. */
export const READING_PARTS = [
  "summary",
  "stock_holdings",
  "option_holdings",
  "instruments",
  "contracts",
  "stock_prices",
  "option_prices",
  "stock_orders",
  "option_orders",
  "option_events",
  "dividends",
  "splits",
  "contract_changes",
  "dividend_dates",
] as const;
export const readingPartSchema = z.enum(READING_PARTS);
export type ReadingPart = z.infer<typeof readingPartSchema>;

/** Where each part of a view comes from, and whether it can be relied on. */
export const partProvenanceSchema = provenanceSchema.extend({ part: readingPartSchema });
export type PartProvenance = z.infer<typeof partProvenanceSchema>;

/** What every data view of a connection carries beside its rows. */
export const readingViewShape = {
  connectionId: z.string(),
  parts: z.array(partProvenanceSchema),
  /** A newer reading is on its way: ask again in a few seconds. */
  revalidating: z.boolean(),
  /** What is left of the connection's requests; null for a broker that this install does not offer. */
  budget: requestBudgetSchema.nullable(),
};

/** An account without its number: a stable id and the masked number. */
export const accountRefSchema = z.object({ accountId: z.string().max(64), maskedNumber: z.string().max(64) });
export type AccountRef = z.infer<typeof accountRefSchema>;

const figuresShape = {
  ...accountRefSchema.shape,
  /** Signed dollars: price × quantity × multiplier. */
  marketValue: decimalSchema.nullable(),
  /** Signed dollars: what was paid (+) or received (−) for the open quantity. */
  costBasis: decimalSchema.nullable(),
  openProfit: decimalSchema.nullable(),
  dayChange: decimalSchema.nullable(),
  /** How far the price of this row can be relied on. */
  priceState: z.enum(["fresh", "stale", "failed"]),
};
export const positionViewSchema = z.discriminatedUnion("kind", [
  stockPositionSchema.omit({ accountNumber: true }).extend(figuresShape),
  optionPositionSchema.omit({ accountNumber: true }).extend(figuresShape),
]);
export type PositionView = z.infer<typeof positionViewSchema>;

export const positionsViewSchema = z.object({
  ...readingViewShape,
  positions: z.array(positionViewSchema),
});
export type PositionsView = z.infer<typeof positionsViewSchema>;

export const optionContractsViewSchema = z.object({
  ...readingViewShape,
  contracts: z.array(optionContractSchema),
});
export type OptionContractsView = z.infer<typeof optionContractsViewSchema>;

export const orderViewSchema = orderSchema.omit({ accountNumber: true }).extend(accountRefSchema.shape);
export type OrderView = z.infer<typeof orderViewSchema>;
export const ordersViewSchema = z.object({
  ...readingViewShape,
  orders: z.array(orderViewSchema),
  /** Where the next, older orders begin; null when there are none. */
  nextCursor: z.string().max(1000).nullable(),
});
export type OrdersView = z.infer<typeof ordersViewSchema>;
